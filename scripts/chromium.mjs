// The browser in which the page is tested and measured.
import { chromium } from 'playwright-core'

/** Debian's Chromium, or the one that TRACK_TEST_CHROMIUM names. */
export const CHROMIUM = process.env.TRACK_TEST_CHROMIUM ?? '/usr/bin/chromium'

/**
 * What a browser loads for people who type into its address bar, and keeps ready for the next site: more than the page
 * itself takes of the processor. The other names are those that Playwright turns off, since only one list counts.
 */
const DISABLED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'PreloadTopChromeWebUI',
  'SpareRendererForSitePerProcess',
  'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable',
  'HttpsUpgrades',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
]

const FLAGS = [
  `--disable-features=${DISABLED_FEATURES.join(',')}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export const launchChromium = () => chromium.launch({ executablePath: CHROMIUM, args: FLAGS })

/** A browser with a profile of its own in a folder, which other programs may reach by further flags. */
export const launchProfile = (folder, flags = []) =>
  chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: [...FLAGS, ...flags] })
