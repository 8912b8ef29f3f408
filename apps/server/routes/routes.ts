import type { Routes } from '../app.ts'
import { accountRoutes } from './account.ts'
import { achievementRoutes } from './achievements.ts'
import { attestationRoutes } from './attestations.ts'
import { apiKeyRoutes } from './api-keys.ts'
import { buildRoutes } from './builds.ts'
import { changeClaimRoutes } from './change-claims.ts'
import { claimDeskRoutes } from './claim-desk.ts'
import { claimRoutes } from './claims.ts'
import { copyRoutes } from './copies.ts'
import { eraseClaimRoutes } from './erase-claims.ts'
import { exchangeRoutes } from './exchanges.ts'
import { guardianRoutes } from './guardians.ts'
import { healthRoutes } from './health.ts'
import { identifierRoutes } from './identifiers.ts'
import { invitationRoutes } from './invitations.ts'
import { jobRoutes } from './jobs.ts'
import { keyRoutes } from './keys.ts'
import { ledgerRoutes } from './ledger.ts'
import { memberRoutes } from './members.ts'
import { metricsRoutes } from './metrics.ts'
import { networkRoutes } from './network.ts'
import { nodeRoutes } from './node.ts'
import { oid4vciRoutes } from './oid4vci.ts'
import { openApiRoutes } from './openapi.ts'
import { oid4vpRoutes } from './oid4vp.ts'
import { organisationRoutes } from './organisations.ts'
import { pageRoutes } from './pages.ts'
import { publicPageRoutes } from './public-pages.ts'
import { sessionRoutes } from './session.ts'
import { setUpRoutes } from './set-up.ts'
import { shareRoutes } from './shares.ts'
import { syncRoutes } from './sync.ts'
import { startExchangeRoutes } from './start-exchanges.ts'
import { statementRoutes } from './statements.ts'
import { statusRoutes } from './status.ts'
import { ticketRoutes } from './tickets.ts'
import { uploadRoutes } from './uploads.ts'
import { vcApiRoutes } from './vc-api/vc-api.ts'
import { verifyRoutes } from './verify.ts'

/** Every resource of the node. */
export const routes: readonly Routes[] = [
  healthRoutes,
  metricsRoutes,
  openApiRoutes,
  nodeRoutes,
  setUpRoutes,
  sessionRoutes,
  accountRoutes,
  invitationRoutes,
  organisationRoutes,
  keyRoutes,
  memberRoutes,
  apiKeyRoutes,
  achievementRoutes,
  uploadRoutes,
  jobRoutes,
  claimDeskRoutes,
  changeClaimRoutes,
  eraseClaimRoutes,
  ticketRoutes,
  claimRoutes,
  copyRoutes,
  startExchangeRoutes,
  exchangeRoutes,
  oid4vpRoutes,
  oid4vciRoutes,
  ledgerRoutes,
  buildRoutes,
  networkRoutes,
  statementRoutes,
  statusRoutes,
  shareRoutes,
  publicPageRoutes,
  attestationRoutes,
  guardianRoutes,
  syncRoutes,
  verifyRoutes,
  identifierRoutes,
  vcApiRoutes,
  pageRoutes,
]
