/**
 * Holds migrations and SQL in code to what PostgreSQL, its poolers and its distributed kin all offer:
 * the machines that the rest would fail on are not here to fail. CockroachDB and YugabyteDB lack these
 * or run them differently; PgBouncer breaks what is bound to a session; Citus forbids sequences as order.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const banned: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/\b(listen|notify)\s+\w+|\bpg_notify\b/i, 'LISTEN/NOTIFY is absent on CockroachDB and lost behind PgBouncer'],
  [/\bpg_(try_)?advisory_(?!xact)\w*/i, 'session advisory locks break behind PgBouncer'],
  [/\block\s+table\b/i, 'LOCK TABLE is absent on CockroachDB'],
  [/\bexclude\s+(using|\()/i, 'exclusion constraints are absent on CockroachDB'],
  [/\bdeferrable\b/i, 'deferrable constraints are absent on CockroachDB'],
  [/\busing\s+gist\b/i, 'GiST is absent on CockroachDB and YugabyteDB'],
  [/\busing\s+gin\s*\([^)]*,/i, 'GIN over several columns is absent on YugabyteDB'],
  [/\binherits\s*\(/i, 'inheritance is absent on CockroachDB'],
  [/\b(small|big)?serial\b|\bcreate\s+sequence\b|\bnextval\b|\bgenerated\s+\w+(\s+\w+)?\s+as\s+identity\b/i, 'sequences are no order in a distributed database: ids are UUIDv7 made in the program'],
  [/\bcreate\s+(or\s+replace\s+)?(function|trigger|procedure)\b|\bplpgsql\b/i, 'functions and triggers tie the schema to one engine'],
  [/\bcreate\s+extension\b/i, 'extensions are not everywhere'],
]

/** Why `text` may not stand as SQL, one reason for each rule that it breaks. Comments do not count. */
export function bannedSql(text: string): readonly string[] {
  const statements = text.replace(/--.*$/gm, '').replace(/\/\*[^]*?\*\//g, '')
  return banned.filter(([pattern]) => pattern.test(statements)).map(([, reason]) => reason)
}

/** The SQL that a TypeScript source holds in templates tagged `sql`. */
export function sqlOf(source: string): readonly string[] {
  return [...source.matchAll(/\bsql(?:<[^`]*?>)?`([^`]*)`/g)].map((match) => match[1] ?? '')
}

if (process.argv[1]?.endsWith('check-migrations.ts') === true) {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', 'apps/**/*.sql', 'apps/**/*.ts'], { encoding: 'utf8' }).split('\n').filter((file) => file !== '' && !file.endsWith('.test.ts'))
  let broken = 0
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    for (const reason of (file.endsWith('.sql') ? [text] : sqlOf(text)).flatMap(bannedSql)) {
      broken += 1
      console.error(`${file}: ${reason}`)
    }
  }
  if (broken > 0) process.exitCode = 1
  else console.log(`migrations: ${files.length} files hold no SQL that ties us to one engine`)
}
