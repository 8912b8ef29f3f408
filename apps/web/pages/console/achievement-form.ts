import type { Fault } from '../../components/fault-summary.tsx'
import type { Achievement, AchievementDraft, Alignment } from '../../issuer-api.ts'
import { achievements as words } from '../../messages/achievements.ts'

const maxMonths = 1200

/** An achievement as it is typed: everything is text until it is sent. */
export interface AchievementForm {
  readonly name: string
  readonly description: string
  readonly criteria: string
  readonly achievementType: string
  readonly validity: 'never' | 'months'
  readonly months: string
  readonly alignments: readonly AlignmentForm[]
}

/** A linked skill as it is typed. */
export interface AlignmentForm { readonly targetName: string, readonly targetUrl: string, readonly targetFramework: string }

export const emptyForm: AchievementForm = { name: '', description: '', criteria: '', achievementType: 'Certificate', validity: 'never', months: '', alignments: [] }

/** An achievement as the editor opens it. */
export const formOf = (achievement: Achievement): AchievementForm => ({
  ...achievement,
  validity: achievement.validityMonths === null ? 'never' : 'months',
  months: achievement.validityMonths === null ? '' : String(achievement.validityMonths),
  alignments: achievement.alignments.map(({ targetName, targetUrl, targetFramework = '' }) => ({ targetName, targetUrl, targetFramework })),
})

/** What is sent. */
export const draftOf = (typed: AchievementForm): AchievementDraft => ({
  name: typed.name.trim(),
  description: typed.description.trim(),
  criteria: typed.criteria.trim(),
  achievementType: typed.achievementType,
  validityMonths: typed.validity === 'never' ? null : Number(typed.months),
  alignments: typed.alignments.map(alignmentOf),
})

const alignmentOf = ({ targetName, targetUrl, targetFramework }: AlignmentForm): Alignment => {
  const framework = targetFramework.trim()
  return { targetName: targetName.trim(), targetUrl: targetUrl.trim(), ...(framework === '' ? {} : { targetFramework: framework }) }
}

/** What is to be put right before it can be sent. */
export function faultsOf(typed: AchievementForm): readonly Fault[] {
  const months = Number(typed.months)
  const faults: (Fault | false)[] = [
    typed.name.trim() === '' && { field: 'name', message: words.needName },
    typed.description.trim() === '' && { field: 'description', message: words.needDescription },
    typed.criteria.trim() === '' && { field: 'criteria', message: words.needCriteria },
    typed.validity === 'months' && !(Number.isInteger(months) && months >= 1 && months <= maxMonths) && { field: 'months', message: words.needMonths },
    ...typed.alignments.flatMap(({ targetName, targetUrl }, index) => [
      targetName.trim() === '' && { field: `targetName-${index}`, message: words.needTargetName(index + 1) },
      !/^https?:\/\/[^\s/]+/.test(targetUrl.trim()) && { field: `targetUrl-${index}`, message: words.needTargetUrl(index + 1) },
    ]),
  ]
  return faults.filter((fault) => fault !== false)
}
