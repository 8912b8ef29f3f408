import type { Command } from '../command.ts'
import type { Verb } from '../verb.ts'
import { UsageError } from '../command.ts'

/** The verbs; the file of each is read only when it is asked for. */
const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  append: async () => (await import('./ledger-append.ts')).append,
  audit: async () => (await import('./ledger-audit.ts')).audit,
  builds: async () => (await import('./ledger-builds.ts')).builds,
  join: async () => (await import('./ledger-join.ts')).join,
  key: async () => (await import('./ledger-key.ts')).ledgerKey,
  mirror: async () => (await import('./ledger-mirror.ts')).mirror,
  policy: async () => (await import('./ledger-policy.ts')).policy,
  submit: async () => (await import('./ledger-submit.ts')).submit,
  prove: async () => (await import('./ledger-prove.ts')).prove,
  verify: async () => (await import('./ledger-verify.ts')).verifyProof,
  witness: async () => (await import('./ledger-witness.ts')).witness,
}

export const ledger: Command = {
  help: `ler ledger audit URL|DIR [--key KEY|FILE] [--registry URL|DIR]
    Re-computes a whole log from its entries up: every tile, the root, the signature, and every entry by the rules, from the
    first on. URL is that of the log, for example http://localhost:4000/ledger; it is fetched from. Without --key the key that
    the log itself shows is used: that proves that the log agrees with itself, and not whose it is. A log that follows a
    registry needs that one, with --registry; without it the outcome is unknown.
ler ledger audit --receipt FILE [URL|DIR] [--mirror URL|DIR…] [--policy FILE] [--within SECONDS] [--key KEY|FILE] [--out FILE]
    Holds what a log gave for an entry against what the log, its mirrors and the members that the policy names show: kept (final),
    not yet, withheld, or contradicted. It may take a day from when the receipt was received, or --within. --out keeps what that
    proves, for ler ledger verify: the final proof, or the proof of two histories. Without --policy that counts which the first
    mirror shows, or else the log itself. --key is for a log that took another key since. Fetches from all of them.
ler ledger builds URL|DIR [--match FILE] [--key KEY|FILE] [--registry URL|DIR]
    Lists the builds of the wallet that the node of this log recorded: the digest of each manifest. --match says whether that
    of FILE, the dist/web/wallet/build.json of a build of your own, is one of them; exit code 1 when it is not.
ler ledger append FILE… --log URL [--receipt FILE] [--key KEY|FILE]
    Sends signed entries to a log, one a file. The rules that every validator replays decide whether they are taken. --receipt
    keeps what the log then signs for: it is bound to keep the entry.
ler ledger submit STATEMENT --key FILE… --log URL… [--registry URL|DIR] [--receipt FILE]
    Signs a statement { "type", "payload" } for the first of these logs, sends it there, and goes on to the next, signing anew,
    when a log is away, has halted, refuses it, or takes it and signs for nothing. Says which took it. A payload without its
    "sequence" gets the next one: then the whole log is read, under --registry where it follows one.
ler ledger prove INDEX --log URL|DIR [--key KEY|FILE] [--out FILE]
    Makes the offline proof of an entry (c2sp.org/tlog-proof), the entry itself inside as extra data.
ler ledger verify PROOF --policy FILE [--key KEY|FILE] [--entry FILE]
    Verifies offline that an entry is in a log, and whether that is final under a policy, by whom and since when. The log's key
    is one of the policy, or --key. Exit code 2 while it is not final.
ler ledger verify PROOF --credential FILE --key KEY|FILE
    Verifies offline that the log recorded the signature of the credential.
ler ledger verify FORK --key KEY|FILE
    Verifies offline that the log of this key signed two histories, as an alarm says of it.
ler ledger mirror URL --data DIR [--key KEY|FILE] [--follow] [--every SECONDS]
    Copies a log into DIR, proven from entry 0 on, as files that can be published as they stand. Fetches from URL.
ler ledger witness --data DIR --log KEY… [--name NAME] [--port 4003] [--host localhost]
    Serves a witness (C2SP tlog-witness): it cosigns that these logs only append, and looks at nothing else.
ler ledger join URL… [--role validator|mirror|witness] [--data DIR] [--port 4002] [--host localhost] [--public-url URL]
                [--name NAME] [--sector SECTOR] [--key KEY|FILE] [--every SECONDS]
    Takes part in keeping a log: copies it, judges every entry from the first on, then cosigns what is right and serves its copy,
    /health and /status.json. Prints what to send to the operator of the network. Fetches from URL. Of several logs each may
    follow the registry of another. With --key a log that was joined is believed under that key from here on, which only a witness
    needs: other roles read in the log itself under which key it goes on. Ends with 1 when a log was found wrong, with 2 when something could not be judged.
ler ledger policy draft --members FILE --log URL|DIR [--key KEY|FILE] --out DRAFT
    Drafts the policy and the governance of a network of these members: { "name", "members": [{ "name", "sector", "seat",
    "cosigner", "url" }] }. Refuses one under which two quorums could part ways.
ler ledger policy draft --log-key KEY|FILE --log URL|DIR [--key KEY|FILE] --out DRAFT
    Drafts that the log goes on under another key, for example because others have the one it had. Everything else of the policy
    stays, unless --members says otherwise in the same draft.
ler ledger policy draft --accredit DID [--scope URI…] --basis BASIS --log URL|DIR [--key KEY|FILE] --out DRAFT
    Drafts that all sectors together name an accreditor, in these scopes or in every one: chains of accreditation begin there.
ler ledger policy draft --free DID --log URL|DIR [--key KEY|FILE] --out DRAFT
    Drafts that all sectors together give a DID back that somebody registered who is not its owner: the owner can register it then,
    and what was signed with the keys of the other is refused.
ler ledger policy draft --rules VERSION --log URL|DIR [--key KEY|FILE] --out DRAFT
    Drafts that newer rules are in force from the entry on that says so. Every validator has to know them.
ler ledger policy sign DRAFT --key KEY | --data DIR
    Adds a signature: of a seat that governs now, or of one that is to. With --data that of the node whose data folder it is.
ler ledger policy lint FILE
    Tells how many of its cosigners may lie or be away under a policy. Exit code 1 for one that is not safe.
ler ledger policy submit DRAFT URL
    Sends a draft that all have signed to the log at URL.
ler ledger key URL
    Shows the verifier key of the log at URL.
ler ledger key new --data DIR
    Makes the next key of a node's log, in its database, and prints its verifier key. It signs once a policy names it.

  --json   one JSON value: audit { "outcome", "size", "root", "key", "findings": [{ "code", "path", "reason", "index" }] }; append
           { "entries": [{ "file", "index" | "code", "reason" }] }; audit --receipt { "outcome", "state": "kept" | "pending" | "withheld" |
           "contradicted" | "invalid" | "unseen", "code", "deadline", "places", "forks" }; builds { "builds": [{ "index", "digest",
           "address" }], "recorded" }; submit { "log", "index", "tried": [{ "log",
           "code", "reason" }] }; prove { "index", "size", "entry", "proof" }; verify { "outcome",
           "code", "reason", … }; mirror { "origin", "size", "state", … }; join and witness, when they serve, { "url", "member", … }`,
  async run([verb, ...args], console) {
    const load = verb !== undefined && Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (load === undefined) throw new UsageError(`it is ler ledger ${Object.keys(verbs).join(', ')}; see ler ledger --help`)
    return (await load()).run(args, console)
  },
}
