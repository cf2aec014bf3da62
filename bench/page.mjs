export const performancePage = () => ({})
