import { CredentialError } from '../credential/credential-error.ts'
import { isJsonObject, listOf } from '../credential/parse-json.ts'
import type { Json, JsonObject } from '../encoding/canonical-json.ts'
import { checkBitstringEntry } from './check-bitstring-entry.ts'
import { checkRevocationList } from './check-revocation-list.ts'
import { unknownStatus, type ListText, type StatusContext, type StatusFinding } from './status-context.ts'
import { StatusError } from './status-error.ts'

interface StatusMethod {
  readonly check: (entry: JsonObject, listText: ListText, context: StatusContext) => Promise<StatusFinding>
  /** The member of an entry that says where its list is. */
  readonly listMember: string
}

/** The methods that are looked up: one line each. */
const methods: Readonly<Record<string, StatusMethod>> = {
  'BitstringStatusListEntry': { check: checkBitstringEntry, listMember: 'statusListCredential' },
  'StatusList2021Entry': { check: checkBitstringEntry, listMember: 'statusListCredential' },
  '1EdTechRevocationList': { check: checkRevocationList, listMember: 'id' },
}

/** The address of the list that an entry names; undefined when it names none, or is of a kind that is not looked up. */
export function statusListUrl(entry: Json): string | undefined {
  const url = isJsonObject(entry) ? entry[methodOf(entry)?.listMember ?? ''] : undefined
  return typeof url === 'string' ? url : undefined
}

/**
 * Looks a credential up in the list that its `credentialStatus` names.
 *
 * Untrusted: entry and list. Out of reach, stale, malformed or of another issuer: the answer is `unknown`, never "not revoked".
 */
export async function checkStatusEntry(entry: Json, listText: ListText, context: StatusContext): Promise<StatusFinding> {
  const method = isJsonObject(entry) ? methodOf(entry) : undefined
  if (!isJsonObject(entry) || method === undefined) return unknownStatus('status/not-supported', 'The kind of its status is not supported')
  try {
    return await method.check(entry, listText, context)
  } catch (error) {
    if (error instanceof StatusError) return unknownStatus(error.code, error.message)
    if (error instanceof CredentialError) return unknownStatus('status/list-malformed', 'Its status list cannot be read')
    throw error
  }
}

function methodOf(entry: JsonObject): StatusMethod | undefined {
  const type = listOf(entry['type']).find((name) => typeof name === 'string' && Object.hasOwn(methods, name))
  return typeof type === 'string' ? methods[type] : undefined
}
