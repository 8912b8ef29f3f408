import { isJsonObject, listOf } from '../../credential/parse-json.ts'
import type { Json, JsonObject } from '../../encoding/canonical-json.ts'
import { findFault, type Rule, type ShapeFault, type Vocabulary } from '../shape.ts'

const linked = (name: string): Rule => ({ either: [{ of: name }, 'address'] })
const criteria: Rule = { either: [{ of: 'Criteria' }, 'address'] }

/** Open Badges 2.0, "Data Classes". What stands in place of an address may be written out. */
const vocabulary: Vocabulary = {
  Assertion: {
    type: 'Assertion', required: ['id', 'recipient', 'badge', 'verification', 'issuedOn'], lists: ['evidence'],
    members: {
      id: 'address', recipient: { of: 'IdentityObject' }, badge: linked('BadgeClass'), verification: { of: 'VerificationObject' }, issuedOn: 'moment', expires: 'moment',
      image: linked('Image'), evidence: { either: [{ of: 'Evidence' }, 'address'] }, narrative: 'text', revoked: 'flag', revocationReason: 'text',
    },
  },
  IdentityObject: { required: ['type', 'hashed', 'identity'], members: { type: 'text', hashed: 'flag', identity: 'text', salt: 'text' } },
  VerificationObject: { required: ['type'], lists: ['type', 'allowedOrigins', 'startsWith'], members: { type: 'text', creator: 'address', url: 'address' } },
  BadgeClass: {
    type: 'BadgeClass', required: ['id', 'name', 'description', 'image', 'criteria', 'issuer'], lists: ['tags', 'alignment'],
    members: { id: 'address', name: 'text', description: 'text', image: linked('Image'), criteria, issuer: linked('Profile'), tags: 'text', alignment: { of: 'Alignment' } },
  },
  Profile: { required: ['id', 'type', 'name', 'url', 'email'], lists: ['type', 'publicKey'], members: { id: 'address', name: 'text', url: 'address', email: 'text', image: linked('Image'), revocationList: 'address' } },
  Alignment: { required: ['targetName', 'targetUrl'], members: { targetName: 'text', targetUrl: 'address', targetDescription: 'text', targetFramework: 'text', targetCode: 'text' } },
  Criteria: { members: { id: 'address', narrative: 'text' } },
  // Its id may be local to the badge.
  Evidence: { lists: ['type'], members: { id: 'text', narrative: 'text', name: 'text', description: 'text', genre: 'text', audience: 'text' } },
  Image: { required: ['id'], members: { id: 'address', caption: 'text' } },
}

/** The first way in which an assertion departs from Open Badges 2.0, or undefined. */
export function findAssertionFault(assertion: JsonObject): ShapeFault | undefined {
  return findFault(assertion, 'Assertion', vocabulary)
}

/** The same of the badge class that it names, where that could be read. */
export function findBadgeClassFault(badgeClass: JsonObject): ShapeFault | undefined {
  return findFault(badgeClass, 'BadgeClass', vocabulary, '/badge')
}

/** Tells whether there are extensions, whose own schemas are not looked at (Open Badges 2.0, "Extensions"). */
export function hasExtensions(value: Json): boolean {
  return isJsonObject(value) && (Object.keys(value).some((name) => name.startsWith('extensions:') || name.startsWith('https://w3id.org/openbadges/extensions')) || listOf(value['badge']).some(hasExtensions))
}
