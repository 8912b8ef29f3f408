import fc from 'fast-check'

/** The gate prints the seed of its run; with the same one every property meets the same cases. */
const seed = Number(process.env['LER_SEED'])
if (Number.isSafeInteger(seed)) fc.configureGlobal({ seed })
