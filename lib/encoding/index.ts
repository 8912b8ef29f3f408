/**
 * Bytes and text: UTF-8, base64 and base64url (RFC 4648), Crockford's Base32, Base45 (RFC 9285), base58btc and multibase, hexadecimal, gzip (RFC 1952),
 * canonical JSON (RFC 8785), and CSV (RFC 4180) as spreadsheets write it.
 *
 * ```ts
 * encodeBase64url(encodeUtf8('LER')) // 'TEVS'
 * ```
 */
export { decodeBase32, encodeBase32 } from './base32.ts'
export { decodeBase45, encodeBase45 } from './base45.ts'
export { decodeBase64, decodeBase64url, decodeBase64urlText, encodeBase64, encodeBase64url, encodeBase64urlText } from './base64url.ts'
export { concatBytes, decodeUtf8, encodeUtf8, equalBytes } from './bytes.ts'
export { canonicalJson, maxJsonDepth, type Json, type JsonObject } from './canonical-json.ts'
export {
  CsvError, formatCsv, isFormula, maxCsvBytes, maxCsvCellLength, maxCsvColumns, maxCsvRecords, parseCsv,
  type Csv, type CsvEncoding, type CsvRecord, type CsvSeparator,
} from './csv.ts'
export { EncodingError } from './encoding-error.ts'
export { deflateRaw, gunzip, gzip, inflate, inflateRaw } from './gzip.ts'
export { decodeHex, encodeHex } from './hex.ts'
export { decodeMultibase, encodeMultibase } from './multibase.ts'
export { plainText, tidyLine, tidyLines } from './tidy-text.ts'
