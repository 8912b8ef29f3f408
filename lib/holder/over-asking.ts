import type { Json } from '../encoding/canonical-json.ts'

/** Facts about a person that whoever checks a record seldom needs. */
export const personalTopics = ['birth', 'gender', 'home', 'contact', 'number', 'when', 'health', 'belief', 'family'] as const

/** One of these. */
export type PersonalTopic = (typeof personalTopics)[number]

/** Names of members that ask for each topic, and words with which a purpose would say why, in the languages of the wallet. */
const topics: Readonly<Record<PersonalTopic, { readonly members: RegExp; readonly named: RegExp }>> = {
  birth: { members: /birth|dateofbirth|\bdob\b|\bage\b/i, named: /birth|\bage\b|\bold\b|nacimiento|\bedad\b|naissance|\bâge\b|ميلاد|عمر/i },
  gender: { members: /gender|\bsex\b|pronoun/i, named: /gender|\bsex\b|género|sexo|genre|sexe|جنس/i },
  home: { members: /address|street|postal|locality|region|country|geo/i, named: /address|live|residen|domicilio|dirección|adresse|domicile|عنوان|سكن/i },
  contact: { members: /e-?mail|phone|telephone/i, named: /e-?mail|phone|contact|correo|teléfono|contacto|courriel|téléphone|بريد|هاتف|اتصال/i },
  number: { members: /ssn|nationalid|passport|studentid|employeeid|sourcedid|identityhash|(?:tax|social).*number/i, named: /identity|number|identidad|número|identité|numéro|هوية|رقم/i },
  when: { members: /awardeddate|activitystartdate|activityenddate|graduation/i, named: /\bdate|year|when|since|recent|fecha|año|cuándo|année|quand|récent|تاريخ|سنة|متى/i },
  health: { members: /health|disab|medical|vaccin/i, named: /health|medical|salud|médic|santé|صح|طب/i },
  belief: { members: /relig|belief|church|politic|union/i, named: /relig|church|political|union|iglesia|sindic|église|syndic|دين|نقاب/i },
  family: { members: /marital|spouse|children|parent|family/i, named: /family|children|familia|hijos|famille|enfants|عائل|أطفال/i },
}

/** Untrusted: of a request that names more members, the rest is not looked at. */
const maxMembers = 500

/**
 * What a request asks for although its purpose does not speak of it: by the names of the members that it wants. Without any purpose,
 * whatever is personal is more than was explained.
 *
 * It is a hint for the person, in plain words of the four languages; it decides nothing.
 */
export function findOverAsked(members: readonly string[], purpose: string | undefined): readonly PersonalTopic[] {
  const asked = members.slice(0, maxMembers).map((name) => name.slice(0, 100))
  return personalTopics.filter((topic) => asked.some((name) => topics[topic].members.test(name)) && (purpose === undefined || !topics[topic].named.test(purpose)))
}

/** The names of all members in an example. Untrusted: of any shape; only so deep. */
export function membersIn(value: Json | undefined, depth = 0): readonly string[] {
  if (depth > 16 || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return (value as readonly Json[]).slice(0, maxMembers).flatMap((each) => membersIn(each, depth + 1))
  return Object.entries(value).slice(0, maxMembers).flatMap(([name, member]) => [name, ...membersIn(member as Json, depth + 1)])
}
