import type { Routes } from '../app.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { healthRoutes } from './health.ts'
import { metricsRoutes } from './metrics.ts'
import { nodeRoutes } from './node.ts'
import { openApiRoutes } from './openapi.ts'
import { organisationRoutes } from './organisations.ts'
import { pageRoutes } from './pages.ts'
import { sessionRoutes } from './session.ts'
import { setUpRoutes } from './set-up.ts'

/** Every resource of the node. */
export const routes: readonly Routes[] = [
  healthRoutes,
  metricsRoutes,
  openApiRoutes,
  nodeRoutes,
  setUpRoutes,
  sessionRoutes,
  organisationRoutes,
  apiKeyRoutes,
  pageRoutes,
]
