import pino, { type DestinationStream, type Logger } from 'pino'
import { faultOf } from './problem.ts'

/**
 * The node's log: one JSON object a line on standard error.
 *
 * Requests and errors pass through serializers that keep nothing of who asked or what was said, so a
 * careless line somewhere still writes no personal data.
 */
export function openLog(level: string, sink: DestinationStream = pino.destination({ dest: 2, sync: true })): Logger {
  const fault = (value: unknown): unknown => (value instanceof Error ? faultOf(value) : value)
  const serializers = { req: () => undefined, res: () => undefined, err: fault, error: fault, cause: fault }
  return pino({ level, base: null, serializers, redact: { paths: ['cookie', 'authorization', '*.cookie', '*.authorization'], remove: true } }, sink)
}
