/** Queries that need not wait for each other. When this ends all of them have, so that none runs after the rollback that a failed one brings. */
export async function together<T extends readonly unknown[]>(
  ...queries: T
): Promise<{ -readonly [N in keyof T]: Awaited<T[N]> }> {
  const ended = await Promise.allSettled(queries)
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return ended.map((one) => (one as PromiseFulfilledResult<unknown>).value) as {
    -readonly [N in keyof T]: Awaited<T[N]>
  }
}
