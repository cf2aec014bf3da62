/** Where addresses of the server begin, by its public URL: `/track` for `https://host/track`, else empty. */
export function basePathOf(publicUrl: string | null): string {
  return publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '')
}

/** A path behind the base path, which a proxy may have taken away already; empty for the base path itself. */
export function withoutBasePath(path: string, basePath: string): string {
  if (basePath === '' || !path.startsWith(basePath)) return path
  const rest = path.slice(basePath.length)
  return rest === '' || rest.startsWith('/') ? rest : path
}
