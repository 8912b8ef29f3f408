/** What tests start as a node. The gate builds first and tests what ships; on its own a test file runs the source. */
export const serverProgram: readonly string[] = process.env['LER_BUILT'] === '1' ? ['dist/server/main.js'] : ['--import', 'tsx', 'apps/server/main.ts']
