import { accessTable, type Access } from './access-table.ts'

const everything = 'GET /*'

const rows = Object.entries(accessTable).filter(([row]) => row !== everything).map(([row, access]) => {
  const [method = '', pattern = ''] = row.split(' ')
  return { method, access, matches: patternAsExpression(pattern) }
})

function patternAsExpression(pattern: string): RegExp {
  const source = pattern.replace(/[.[\]()+?]/g, '\\$&').replace(/:[A-Za-z]+/g, '[^/]+').replace('*', '.*')
  return new RegExp(`^${source}$`)
}

/** The methods of the access table at the path of `url`, of those rows that `includes` takes. Untrusted: any text. */
export function methodsAt(url: string, includes: (access: Access) => boolean = () => true): readonly string[] {
  const path = url.split('?', 1)[0] ?? ''
  return [...new Set(rows.filter(({ matches, access }) => matches.test(path) && includes(access)).map(({ method }) => method))]
}
