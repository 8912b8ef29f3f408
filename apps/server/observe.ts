/** Logs and metrics that tell which route, never who: no address, URL, cookie or body is ever written. */
import { collectDefaultMetrics, Histogram, Registry, type Metric } from 'prom-client'
import type { App } from './app.ts'

declare module 'fastify' {
  interface FastifyInstance {
    readonly metrics: Registry
  }
}

/** Writes one line and one observation for each answered request, by route pattern; `more` figures are shown beside them. */
export function observe(app: App, more: readonly Metric[] = []): void {
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  for (const metric of more) metrics.registerMetric(metric)
  const seconds = new Histogram({
    name: 'http_request_duration_seconds', help: 'Time to answer, by route pattern', labelNames: ['method', 'route', 'status'], registers: [metrics],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
  })
  app.decorate('metrics', metrics)
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
    request.log.info({ method: request.method, route, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) }, 'answered')
  })
}
