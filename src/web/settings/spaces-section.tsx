import { useState } from 'preact/hooks'
import { Link } from 'wouter-preact'
import type { SpaceSummary } from '#contract/types.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/section.tsx'
import { Invitation } from './invitation.tsx'
import { RequestPlaceholder } from './request-placeholder.tsx'
import { AddSpace } from './space-dialogs.tsx'

/** The spaces that the user shares with others, and invitations to more. */
export function SpacesSection() {
  const { replica } = useAccountContext()
  const isConnected = replica.connection.value === 'live'
  const request = useRequest(() => replica.track.spaces.list(), [isConnected, replica.revision.value])
  const [isAdding, setAdding] = useState(false)
  const all = request.value?.spaces
  const joined = all?.filter(({ role }) => role !== 'invited')
  return (
    <Section title="Spaces" count={joined?.length || undefined}>
      <div class="card">
        <RequestPlaceholder
          request={request}
          isConnected={isConnected}
          offline="The spaces show when the connection is back."
          failed="The spaces did not load"
        />
        {all
          ?.filter(({ role }) => role === 'invited')
          .map(({ name }) => (
            <Invitation key={name} name={name} onAnswered={request.retry} />
          ))}
        {joined?.map((space) => (
          <SpaceRow key={space.name} space={space} />
        ))}
        {all?.length === 0 && (
          <p class="setting setting-description">
            Share groceries, chores and gifts with the people you live with. Your own items stay yours alone.
          </p>
        )}
        {all && (
          <div class="card-foot">
            <Button icon="plus" look="quiet" disabled={!isConnected} onClick={() => setAdding(true)}>
              Make a space
            </Button>
          </div>
        )}
      </div>
      {isAdding && <AddSpace onClose={() => setAdding(false)} />}
    </Section>
  )
}

const SpaceRow = ({ space: { name, role } }: { space: SpaceSummary }) => (
  <Link class="setting setting-link" href={`/spaces/${name}`}>
    <Icon name="users" />
    <div class="setting-text">
      <p class="setting-name">{name}</p>
      <p class="setting-description">{role === 'owner' ? 'You are an owner' : 'You are a member'}</p>
    </div>
    <Icon name="right" size={16} />
  </Link>
)
