import { preact } from '@preact/preset-vite'
import { defineConfig } from 'vite'

interface ModuleGraph {
  getModuleInfo(id: string): { importers: readonly string[] } | null
}

const isLoadedFirst = new Map<string, boolean>()

/** Whether the page's entry imports a module, other than lazily. */
function isInFirstLoad(id: string, graph: ModuleGraph): boolean {
  if (!isLoadedFirst.has(id)) {
    isLoadedFirst.set(id, id.endsWith('/src/web/main.tsx'))
    const importers = graph.getModuleInfo(id)?.importers ?? []
    if (importers.some((importer) => isInFirstLoad(importer, graph))) isLoadedFirst.set(id, true)
  }
  return isLoadedFirst.get(id)!
}

/** The page: hashed files under assets/, no inline script, nothing from elsewhere, no address that names its folder. */
export default defineConfig({
  root: 'src/web',
  base: './',
  plugins: [preact({ prefreshEnabled: true, devToolsEnabled: false })],
  resolve: { conditions: ['module', 'browser', 'default'] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome114', 'firefox125', 'safari17'], // the first with popovers
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600, // the tables of any-ascii, which only imports load
    modulePreload: { polyfill: false },
    // one file compresses better than thirty, by 10 KB, and is one request
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ debugName: 'page', name: (id, graph) => (isInFirstLoad(id, graph) ? 'page' : null) }],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747',
      '/calendar.ics': process.env.TRACK_API_URL ?? 'http://127.0.0.1:4747',
    },
  },
})
