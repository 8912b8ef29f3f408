import type { LifeFacts, LifePart } from './life-facts.ts'

/** What people are most often judged by that is nobody's business. */
export const sensitiveTopics = ['health', 'religion', 'family', 'minors'] as const

/** One of these. */
export type SensitiveTopic = (typeof sensitiveTopics)[number]

/** A part of an entry in which words of a topic stand: a suggestion, which its person may take or leave. */
export interface SensitiveSuggestion {
  readonly part: LifePart
  readonly topic: SensitiveTopic
}

/**
 * Beginnings of words in English, Spanish, French and Arabic, without accents; one that ends in `$` is the whole word. People mix languages, so
 * all are looked for at once.
 */
const beginnings: Readonly<Record<SensitiveTopic, string>> = {
  health: `health condition|illness|sick|disease|disab|cancer|chronic|cystic fibrosis|diabet|epilep|asthma|depress|anxiety|ptsd|autis|adhd|dementia|alzheimer|parkinson|therap|rehab|addict|alcohol|sober|surgery|hospitalis|hospitaliz|patient$|wheelchair|pregnan|hiv$|mental|
    enferm|discapac|cancer|cronic|fibrosis|depresi|ansiedad|autismo|demencia|terapia|rehabilit|adicci|cirugia|embaraz|silla de ruedas|paciente$|
    malad|handicap|chronique|mucoviscidose|depression|anxiete|autisme|demence|therapie|reeducation|dependance|chirurgie|enceinte|grossesse|fauteuil roulant|
    مرض|مريض|اعاقه|معاق|سرطان|سكري|صرع|ربو|اكتئاب|قلق|توحد|خرف|علاج|ادمان|جراحه|حامل|تليف`,
  religion: `church|parish|mosque|synagogue|temple$|congregation|religio|christian|catholic|muslim|islam|jewish|hindu|buddhis|ministry|pastor|priest|imam|rabbi|bible|quran|worship|faith$|choir|sunday school|
    iglesia|parroqui|mezquita|sinagoga|cristian|catolic|musulman|judi[oa]$|biblia|coran$|sacerdote|fe$|
    eglise|paroisse|mosquee|chretien|catholique|juif|juive|bible|pretre|foi$|
    كنيسه|مسجد|جامع|كنيس|دين|مسيحي|مسلم|اسلام|يهود|قران|انجيل|امام`,
  family: `my mother|my father|my parents|my wife|my husband|my partner|my son|my daughter|my child|my family|caring for|took care of|spouse|divorc|widow|single parent|single mother|single father|bereave|
    mi madre|mi padre|mis padres|mi esposa|mi esposo|mi marido|mi pareja|mi hij|mi familia|cuidar|cuidado de|divorci|viud|
    ma mere|mon pere|mes parents|ma femme|mon mari|mon conjoint|ma conjointe|mon fils|ma fille|mes enfants|ma famille|m'occuper|aidant|divorc|veuf|veuve|
    امي|والدتي|ابي|والدي|زوجتي|زوجي|ابني|ابنتي|اولادي|عائلتي|اسرتي|رعايه ابن|رعايه والد|رعايه طفل|رعايه زوج|رعايه اسر|رعايه عائل|طلاق|ارمل`,
  minors: `my son|my daughter|my child|child$|children|kid$|kids$|baby|toddler|teenager|pupil|minor$|minors$|
    hij[oa]$|hij[oa]s$|nin[oa]$|nin[oa]s$|bebe|adolescente|menor$|menores$|alumn|
    enfant|mon fils|ma fille|bebe|adolescent|mineur|eleve$|eleves$|
    طفل|اطفال|رضيع|مراهق|قاصر|تلميذ|ابني|ابنتي`,
}

const patterns: readonly (readonly [SensitiveTopic, RegExp])[] = sensitiveTopics.map((topic) => {
  const words = beginnings[topic].split('|').map((word) => word.trim()).filter((word) => word !== '')
  return [topic, new RegExp(`(?<![\\p{L}\\p{N}])(?:ال|و|بال|لل)?(?:${words.map((word) => word.replace(/\$$/, '(?![\\p{L}\\p{N}])')).join('|')})`, 'u')]
})

/** Suggests which parts of an entry might be sensitive, by words that stand in them. It decides nothing, and what it finds stays here. */
export function suggestSensitive({ what, where, story, skills, kind }: LifeFacts): readonly SensitiveSuggestion[] {
  const texts: readonly (readonly [LifePart, string])[] = [['what', what], ['where', where ?? ''], ['story', story ?? ''], ['skills', skills.join('\n')]]
  const found = texts.flatMap(([part, text]) => topicsIn(text).map((topic): SensitiveSuggestion => ({ part, topic })))
  const isAboutFamily = kind === 'caregiving' && story !== undefined && !found.some(({ part, topic }) => part === 'story' && topic === 'family')
  return isAboutFamily ? [...found, { part: 'story', topic: 'family' }] : found
}

/** The parts in which something sensitive might stand. */
export function sensitiveParts(facts: LifeFacts): readonly LifePart[] {
  return [...new Set(suggestSensitive(facts).map(({ part }) => part))]
}

function topicsIn(text: string): readonly SensitiveTopic[] {
  const folded = fold(text)
  return patterns.filter(([, pattern]) => pattern.test(folded)).map(([topic]) => topic)
}

/** As the words above are written: small letters, without accents and vowel signs, Arabic letters that are written in several ways as one. */
function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/[\p{M}\u0640]/gu, '').toLowerCase().replaceAll(/[أإآٱ]/g, 'ا').replaceAll('ة', 'ه').replaceAll('ى', 'ي').replaceAll('’', '\'')
}
