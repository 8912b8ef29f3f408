import type { App } from '../app.ts'

/** The description of this API, from the very schemas that validate it. */
export function openApiRoutes(app: App): void {
  app.get('/openapi.json', { schema: { summary: 'This description', tags: ['node'] } }, async () => app.swagger())
}
