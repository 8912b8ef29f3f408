import { normaliseHeader } from '../issuer/csv-columns.ts'
import type { LearningKind } from './learning-facts.ts'
import type { DurationUnit } from './read-duration.ts'

/** What a column of a learning history can hold. */
export const learningFields = ['title', 'url', 'from', 'to', 'duration', 'kind', 'provider', 'reflection', 'skills'] as const

/** The name of a field. */
export type LearningField = (typeof learningFields)[number]

/** Which column, counted from 0, holds which field. */
export type LearningColumns = { readonly [field in LearningField]?: number }

/** What the headers of a table suggest; its person decides. */
export interface SuggestedLearning {
  readonly columns: LearningColumns
  /** What the bare numbers of the duration count, where its header says so. */
  readonly unit: DurationUnit | undefined
  /** What everything in it is, where no column says so. */
  readonly kind: LearningKind
  readonly knownAs: 'linkedin-learning' | 'goodreads' | undefined
}

/**
 * Headers in the spellings that are met, without case, accents, spaces and signs, in English, Spanish, French and Arabic; the more telling one first. Those of
 * LinkedIn's and Goodreads' exports are among them.
 */
const aliases: { readonly [field in LearningField]: readonly string[] } = {
  title: [
    'contenttitle', 'coursetitle', 'coursename', 'activitytitle', 'activityname', 'itemtitle', 'resourcetitle', 'title', 'course', 'activity', 'name', 'item', 'topic', 'whatilearned', 'whatidid', 'description', 'what', 'learning',
    'titulo', 'curso', 'actividad', 'nombre', 'tema', 'titre', 'cours', 'activite', 'nom', 'formation', 'sujet', 'العنوان', 'عنوان', 'الدورة', 'النشاط', 'الاسم', 'الموضوع',
  ],
  url: ['contenturl', 'courseurl', 'resourceurl', 'url', 'link', 'weblink', 'website', 'address', 'enlace', 'vinculo', 'lien', 'adresse', 'الرابط', 'رابط'],
  from: [
    'contentlastwatcheddateifviewed', 'startdate', 'datestarted', 'startedon', 'startedat', 'started', 'begin', 'date', 'day', 'dateread', 'activitydate', 'learningdate', 'on', 'watchedon', 'lastwatcheddateutc', 'lastaccessed', 'dateadded',
    'fecha', 'fechadeinicio', 'inicio', 'dia', 'datededebut', 'debut', 'jour', 'التاريخ', 'تاريخ', 'تاريخالبدء', 'البداية', 'اليوم',
  ],
  to: [
    'contentcompletedatifcompleted', 'completiondate', 'completedon', 'completedat', 'datecompleted', 'completeddate', 'completed', 'enddate', 'finishedon', 'finished', 'dateread', 'end',
    'fechadefin', 'fechadefinalizacion', 'fin', 'datedefin', 'datedachevement', 'تاريخالانتهاء', 'تاريخالإكمال', 'النهاية',
  ],
  duration: [
    'hoursviewed', 'minutesviewed', 'secondsviewed', 'durationminutes', 'durationmin', 'durationmins', 'durationhours', 'durationhrs', 'durationseconds', 'timespentminutes', 'timespenthours', 'timespent', 'totalhours', 'totalminutes', 'cpdhours', 'cpdpoints', 'cpehours', 'cehours', 'ceus', 'learninghours', 'learningminutes',
    'hours', 'hrs', 'hoursspent', 'minutes', 'mins', 'minutesspent', 'duration', 'length', 'time', 'minutesvideoconsumed', 'horas', 'minutos', 'duracion', 'tiempo', 'heures', 'duree', 'temps', 'الساعات', 'ساعات', 'عددالساعات', 'الدقائق', 'دقائق', 'المدة',
  ],
  kind: ['contenttype', 'activitytype', 'learningtype', 'resourcetype', 'type', 'kind', 'format', 'category', 'tipo', 'categoria', 'genre', 'categorie', 'النوع', 'الفئة'],
  provider: ['provider', 'contentprovider', 'source', 'platform', 'publisher', 'organisation', 'organization', 'institution', 'school', 'author', 'authors', 'instructor', 'channel', 'by', 'proveedor', 'plataforma', 'autor', 'fournisseur', 'plateforme', 'organisme', 'auteur', 'الجهة', 'المزود', 'المنصة', 'المؤلف'],
  reflection: [
    'reflection', 'reflections', 'notestakenonvideosiftaken', 'myreview', 'review', 'notes', 'note', 'comments', 'comment', 'learned', 'takeaways', 'outcome', 'summary', 'description', 'contentdescription',
    'reflexion', 'notas', 'comentarios', 'reflexions', 'commentaire', 'commentaires', 'bilan', 'التأمل', 'ملاحظات', 'ملاحظة', 'تعليق',
  ],
  skills: ['skills', 'skill', 'skillscovered', 'competencies', 'competency', 'tags', 'bookshelves', 'topics', 'habilidades', 'competencias', 'etiquetas', 'competences', 'المهارات', 'مهارات'],
}

const known: readonly { readonly name: NonNullable<SuggestedLearning['knownAs']>; readonly headers: readonly string[]; readonly kind: LearningKind }[] = [
  { name: 'linkedin-learning', headers: ['contenttitle', 'contenttype'], kind: 'course' },
  { name: 'goodreads', headers: ['title', 'exclusiveshelf', 'dateread'], kind: 'book' },
]

/** What each column of a table seems to hold; a field is suggested once, for its most telling header, and each column for one field. */
export function suggestLearningColumns(headers: readonly string[]): SuggestedLearning {
  const names = headers.map(normaliseHeader)
  const taken = new Set<number>()
  const columns: Partial<Record<LearningField, number>> = {}
  for (const field of learningFields) {
    const column = aliases[field].map((alias) => names.findIndex((name, index) => name === alias && !taken.has(index))).find((index) => index >= 0)
    if (column === undefined) continue
    columns[field] = column
    taken.add(column)
  }
  const template = known.find((each) => each.headers.every((header) => names.includes(header)))
  return { columns, unit: columns.duration === undefined ? undefined : unitOf(names[columns.duration] ?? ''), kind: template?.kind ?? 'other', knownAs: template?.name }
}

function unitOf(name: string): DurationUnit | undefined {
  if (/minut|mins?$|دقائق/.test(name)) return 'minutes'
  if (/hour|hrs?$|hora|heure|ساعات|cpd|cpe/.test(name)) return 'hours'
  return /second|seconde|segundo/.test(name) ? 'seconds' : undefined
}
