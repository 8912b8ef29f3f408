import type { VNode } from 'preact'
import { ButtonLink } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { fetchAchievements, type Achievement } from '../../issuer-api.ts'
import { achievementTypes } from '../../messages/achievement-types.ts'
import { achievements as words } from '../../messages/achievements.ts'
import { useLoaded } from '../../use-loaded.ts'
import { useOrganisation } from './organisation.ts'

/** What people can achieve with the organisation. */
export default function Achievements(): VNode {
  const { id, at } = useOrganisation()
  const achievements = useLoaded((signal) => fetchAchievements(id, signal), [id])
  const add = <ButtonLink href={at('/achievements/new')} kind="main" icon="plus">{words.add}</ButtonLink>
  return (
    <Page title={words.title} lede={words.lede} width="desk" actions={(achievements.value ?? []).length === 0 ? undefined : add}>
      <Loaded of={achievements}>
        {(list) => list.length === 0
          ? <Empty title={words.emptyTitle}><p>{words.empty}</p>{add}</Empty>
          : <div class="grid">{list.map((achievement) => <AchievementCard key={achievement.id} achievement={achievement} />)}</div>}
      </Loaded>
    </Page>
  )
}

function AchievementCard({ achievement }: { readonly achievement: Achievement }): VNode {
  const { at } = useOrganisation()
  return (
    <section class="card stack stack-tight">
      <p class="quiet small">{achievementTypes[achievement.achievementType] ?? achievement.achievementType}</p>
      <h2><a class="link-touch" href={at(`/achievements/${achievement.id}`)}>{achievement.name}</a></h2>
      <p class="clamp">{achievement.description}</p>
      {achievement.alignments.length > 0 && <p class="quiet small">{words.skills(achievement.alignments.length)}</p>}
      <div class="button-row push-down">
        <ButtonLink href={at(`/issue?achievement=${achievement.id}`)} icon="upload">{words.issue}<span class="hidden-text"> {words.issueOf(achievement.name)}</span></ButtonLink>
      </div>
    </section>
  )
}
