/** What a picker asks for. */
export interface PickQuestion {
  /** The command that lacks it. */
  command: string
  /** Which of what the server has. */
  choices: readonly string[]
  /** Whether several may be marked. */
  several: boolean
}
