// Gets each URL, whose host is looked for on this machine, and prints its status, or why there is none.
const https = require('https')
const here = (_, options, found) => options.all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4)
const get = url => new Promise(done => {
  https.get(url, { lookup: here, timeout: 5000 }, answer => { answer.destroy(); done(answer.statusCode) })
    .on('error', error => done('refused: ' + error.message))
})
;(async () => { for (const url of process.argv.slice(2)) console.log(await get(url)) })()
