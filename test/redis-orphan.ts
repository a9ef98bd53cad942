/** Run as a program: starts a server, says its port, and waits to be killed. */
import { startRedis } from './redis.ts'

const server = await startRedis()
console.log(server.port)
setInterval(() => undefined, 1000)
