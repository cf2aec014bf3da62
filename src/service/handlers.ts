import type { OperationName } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { OutputOf } from '#contract/signatures.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import type { Step } from '#domain/effects/steps.ts'
import { waitFor } from '#store/run-steps.ts'
import { add } from './add-item.ts'
import { adopt } from './adopt.ts'
import * as batch from './batch.ts'
import * as changes from './changes.ts'
import type { ReadContext } from './context.ts'
import { exportAll } from './export.ts'
import { importDocument } from './import.ts'
import * as items from './items.ts'
import type { JsonAnswer } from './json-answer.ts'
import * as members from './members.ts'
import { convert } from './move.ts'
import * as projects from './projects.ts'
import * as settings from './settings.ts'
import { snapshot } from './snapshot.ts'
import * as spaces from './spaces.ts'
import type { StreamedAnswer } from './streamed-answer.ts'
import { undo } from './undo.ts'
import * as users from './users.ts'
import * as views from './views.ts'
import type { Write } from './write.ts'

type Output<Name extends OperationName> = OutputOf<Name>
type ReadHandler<Name extends OperationName> = (
  context: ReadContext,
  input: never,
) => Promise<Output<Name> | JsonAnswer<Output<Name>> | StreamedAnswer<Output<Name>>>
type WriteHandler<Name extends OperationName> = (write: Write, input: never) => Step<Output<Name>>

const READS = {
  'items.list': items.list,
  'items.get': items.get,
  'views.today': views.today,
  'views.upcoming': views.upcoming,
  'search.find': views.find,
  'projects.list': projects.list,
  'projects.get': projects.get,
  'features.list': projects.listFeatures,
  'changes.list': changes.list,
  'changes.snapshot': snapshot,
  'data.export': exportAll,
  'calendar.get': settings.calendar,
  'me.get': settings.me,
  'users.list': users.list,
  'spaces.list': spaces.list,
  'spaces.get': spaces.get,
} satisfies { [Name in OperationName]?: ReadHandler<Name> }

/** Makes a step of an asynchronous handler. */
const asStep =
  <Input, T>(handler: (write: Write, input: Input) => Promise<T>) =>
  (write: Write, input: Input) =>
    waitFor(() => handler(write, input))

/** Handlers of writes: effects, and those that do more. */
const WRITES: { [Name in Exclude<OperationName, keyof typeof READS>]: WriteHandler<Name> } = {
  ...EFFECTS,
  'items.add': add,
  'items.convert': convert,
  'projects.add': projects.add,
  'batch.run': (write, input: ParsedInput<'batch.run'>) => batch.run(writeHandler, write, input),
  'changes.undo': undo,
  'data.import': importDocument,
  'calendar.rotate': asStep(settings.rotateCalendar),
  'me.update': asStep(settings.updateMe),
  'users.add': asStep(users.add),
  'users.rotate': asStep(users.rotate),
  'users.update': asStep(users.update),
  'users.remove': asStep(users.remove),
  'spaces.add': asStep(spaces.add),
  'spaces.join': asStep(spaces.join),
  'spaces.adopt': asStep(adopt),
  'spaces.remove': asStep(spaces.remove),
  'members.set': asStep(members.set),
  'members.update': asStep(members.update),
  'members.remove': asStep(members.remove),
}

/** The handler of a write. */
export const writeHandler = (name: OperationName) =>
  WRITES[name as keyof typeof WRITES] as (write: Write, input: unknown) => Step<unknown>
/** The handler of a read. */
export const readHandler = (name: OperationName) =>
  READS[name as keyof typeof READS] as (context: ReadContext, input: unknown) => Promise<unknown>
