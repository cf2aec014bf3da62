import { isPhone } from '#web/ui/screen-width.ts'
import { Button } from '#web/ui/button.tsx'
import { Empty } from '#web/ui/view-state.tsx'
import { useLocation } from 'wouter-preact'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ByPriority } from '#web/dnd/by-priority.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { AddLine } from './project-add-line.tsx'
import { Board } from './project-board.tsx'
import { DoneTasks } from './project-done-tasks.tsx'
import { ByFeature } from './project-features.tsx'
import { ProjectHead, type ProjectWithProgress } from './project-head.tsx'
import { LoadingView } from './loading-view.tsx'
import './project.css'

export { NewProjectDialog } from './project-dialogs.tsx'

/** A project as a list or as a board. */
export function ProjectView({ slug }: { slug: string }) {
  const context = useAccountContext()
  const [layout, choose] = useSearchParam('view', 'list')
  const [, go] = useLocation()
  if (context.replica.isEmpty.value) return <LoadingView title="Project" />
  const project = context.projects.value.find((one) => one.slug === slug)
  if (!project) {
    return (
      <Empty
        icon="cube"
        title="There is no such project"
        act={
          <Button onClick={() => go(isPhone.value ? '/lists' : '/today')}>
            {isPhone.value ? 'All lists' : 'To Today'}
          </Button>
        }
      >
        It may have been removed, or the address is mistyped.
      </Empty>
    )
  }
  const board = layout === 'board'
  return (
    <div class="project">
      <ProjectHead project={project} layout={board ? 'board' : 'list'} onLayout={choose} />
      {board ? (
        <>
          <AddLine slug={slug} label="Add a task" />
          <Board slug={slug} items={context.pool(slug)} />
        </>
      ) : (
        <List project={project} />
      )}
    </div>
  )
}

function List({ project: { slug, type, progress } }: { project: ProjectWithProgress }) {
  const items = useAccountContext().pool(slug)
  return (
    <>
      {type === 'engineering' ? (
        <ByFeature slug={slug} items={items} />
      ) : (
        <>
          <AddLine slug={slug} label="Add a task" />
          {items.length === 0 && (
            <Empty icon={progress.total ? 'tick' : 'cube'} title={progress.total ? 'All done' : 'No tasks yet'}>
              {progress.total ? 'Everything in this project is done.' : 'Type the first one into the line above.'}
            </Empty>
          )}
          <ByPriority items={items} showProject={false} />
        </>
      )}
      <DoneTasks slug={slug} />
    </>
  )
}
