import { disclosureSuites } from '../../credential/cryptosuites.ts'
import { credentialRules, findBrokenRules } from '../../credential/data-model-rules.ts'
import type { Finding } from '../../credential/finding.ts'
import { checkCredentialSchema } from '../credential-schema.ts'
import { findBadgeFault } from '../open-badge-shape.ts'
import { failed, notApplicable, passed, unknown } from '../report.ts'
import type { Subject } from '../subject.ts'
import type { VerifyContext } from '../verify-context.ts'

/**
 * Does it keep the rules of its standard? Told apart from integrity: genuine badges often miss a rule or two.
 *
 * These are rules of our own after Open Badges 3.0 and Comprehensive Learner Record 2.0, tested against their published schemas,
 * which as formally published refuse every single value where a list may stand. What follows neither is held to the rules of
 * the data model itself.
 */
export async function checkSchema({ read, document, standard, proofs }: Subject, context: VerifyContext): Promise<Finding> {
  switch (standard) {
    case 'open-badges-3.0': case 'clr-2.0': {
      const fault = findBadgeFault(document)
      if (fault === undefined) return passed
      // What is missing from a copy in parts may be withheld: only its holder knows.
      const isInParts = proofs.some(({ cryptosuite, outcome }) => outcome === 'passed' && (read.securing === 'sd-jwt' || disclosureSuites.some(({ name }) => name === cryptosuite)))
      if (isInParts && fault.state === 'is missing') return unknown('schema/withheld', `${fault.pointer} is not shown`)
      return failed('schema/rule-broken', `${fault.pointer || '/'} ${fault.state}`)
    }
    case 'w3c-vc': {
      const [broken] = findBrokenRules(document, credentialRules)
      if (broken !== undefined) return failed('schema/rule-broken', broken.demand)
      return await checkCredentialSchema(document, context) ?? notApplicable('schema/none', 'It names no schema')
    }
    case 'unknown':
      return notApplicable('schema/none', 'It follows no standard that is known here')
    case 'sd-jwt-vc': case 'open-badges-2.0': case 'clr-1.0': case 'json-resume':
      return unknown('schema/not-supported', 'The rules of this standard are not looked at yet')
  }
}
