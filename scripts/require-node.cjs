// Runs before everything else in `npm start` and in the built program. Every version of Node must be able to read it.
;(function () {
  var needed = require('../package.json').engines.node.match(/\d+/g)
  var here = process.versions.node.split('.')
  if (Number(here[0]) > Number(needed[0])) return
  if (Number(here[0]) === Number(needed[0]) && Number(here[1]) >= Number(needed[1])) return
  console.error('error: Track needs Node ' + needed.join('.') + ' or newer, and this is ' + process.versions.node + '.')
  process.exit(1)
})()
