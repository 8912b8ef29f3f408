/**
 * Formats of others, read with an account of everything that was lost: JSON Resume 1.x, LinkedIn exports (no specification: the headers
 * of their tables), résumés as PDF, DOCX (ECMA-376) and plain text. Written: LER-RS (HR Open Standards).
 *
 * ```ts
 * const read = await readLifeFile({ name: 'resume.json', bytes: encodeUtf8('{"basics":{"name":"Sofia"},"work":[{"position":"Driver"}]}') })
 * // read.drafts[0].facts.what === 'Driver', read.losses[0].code === 'personal'
 * ```
 */
export { writeLerRs, type ResumeContent, type WrittenLerRs } from './ler-rs.ts'
export { maxLifeFileBytes, readLifeFile, type LifeFile } from './read-life-file.ts'
export { isJsonResume, readJsonResume } from './json-resume.ts'
export { isLinkedInTable, readLinkedInExport } from './linkedin-export.ts'
export { readResumeText } from './resume-text.ts'
export { maxDrafts, type LifeDraft, type LifeFormat, type Loss, type LossCode, type ReadLife, type RefusedLife } from './reading.ts'
