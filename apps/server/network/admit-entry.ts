import { parseEntry, TrustError, type EntryType, type Statement } from 'everlearned/trust'
import type { NodeContext } from '../context.ts'
import { showKey } from '../issuing/node-log.ts'
import { RuleRefusal, ServerError } from '../server-error.ts'
import { findRoom } from './entry-limits.ts'
import { refuseForeignDomain } from './see-domains.ts'

/** What only who runs the log says on it; a batch without an issuer is theirs by the rules. */
const operatorTypes: readonly EntryType[] = ['charter', 'epoch', 'regsync']

/** An entry that was taken. */
export interface Admitted {
  readonly index: number
  /** The log's own proof of it (C2SP tlog-proof), under a checkpoint that is signed and perhaps not final yet: it binds this log. */
  readonly receipt: string
}

/**
 * Takes an entry of anybody that the rules allow, and answers where it stands, with a receipt. Free. Untrusted: every byte.
 *
 * @throws RuleRefusal with the code of the rule, or `ledger/domain-lists-other-keys`; ServerError `ledger/entry-type-refused`, `rate/exceeded`
 */
export async function admitEntry(bytes: Uint8Array, context: NodeContext): Promise<Admitted> {
  const statement = read(bytes)
  if (operatorTypes.includes(statement.type)) throw new ServerError('ledger/entry-type-refused', 'Cannot take entry: only who runs the log says this')
  const room = await findRoom(statement, context)
  await refuseForeignDomain(statement, context)
  const [answer] = await context.judgedLog.submit({ entries: [bytes] })
  if (answer?.ok === true) {
    await room.count()
    // It may have named another key for this log.
    if (statement.type === 'policy') await showKey(context.ledger, context)
    return { index: answer.index, receipt: await context.ledger.tlogProof(answer.index) }
  }
  throw new RuleRefusal(answer ?? { ok: 'later', code: 'trust/log-behind', reason: 'the log gave no answer' })
}

function read(bytes: Uint8Array): Statement {
  try {
    return parseEntry(bytes)
  } catch (cause) {
    if (cause instanceof TrustError) throw new RuleRefusal({ ok: false, code: cause.code, reason: 'it is not an entry of this ledger' })
    throw cause
  }
}
