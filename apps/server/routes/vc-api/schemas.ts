import type { JsonObject } from 'everlearned/encoding'
import { z } from 'zod'

/** The profile in the address. */
export const profileParams = z.object({ profile: z.string().max(64) })

/** A credential or presentation as it came: it was parsed as JSON before, what it must be is the data model's to say. */
export const documentSchema = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>

/** Which checks are asked for, and what a proof must have been made for; anything else is not looked at. */
export const verifyOptions = z.object({
  checks: z.array(z.string()).optional(),
  challenge: z.string().optional(),
  domain: z.string().optional(),
}).nullish()

/** The answer to a document that is verified. */
export const verifiedSchema = z.object({
  verified: z.literal(true),
  checks: z.array(z.string()),
  warnings: z.array(z.object({ name: z.string(), message: z.string() })),
})
