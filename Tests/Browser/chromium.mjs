import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A headless Chromium with a profile of its own, told what to do by its DevTools protocol over a pipe: JSON texts, each ended by a
 * zero byte. It reaches nothing but this machine.
 */
export class Chromium {
  #process
  #profile
  #waiting = new Map()
  #listeners = []
  #count = 0

  /** Starts one that knows this machine by further names. */
  static async start(...names) {
    const browser = new Chromium()
    browser.#profile = await mkdtemp(join(tmpdir(), 'chromium-'))
    const rules = [...names.map((name) => `MAP ${name} 127.0.0.1`), 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1']
    const options = [
      '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--no-pings', `--host-resolver-rules=${rules.join(', ')}`,
      `--user-data-dir=${browser.#profile}`, '--remote-debugging-pipe',
    ]
    browser.#process = spawn('chromium', options, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] })
    browser.#read(browser.#process.stdio[4])
    await browser.send('Browser.getVersion')
    return browser
  }

  async close() {
    const ended = once(this.#process, 'exit')
    this.send('Browser.close').catch(() => {})
    await ended
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 })
  }

  /** Calls a method of the protocol. */
  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#count
    this.#process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    return new Promise((resolve, reject) => this.#waiting.set(id, { method, resolve, reject }))
  }

  /** Is told of every event. */
  listen(listener) {
    this.#listeners.push(listener)
  }

  /** Opens an empty page. */
  async open() {
    const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true })
    const page = new Page(this, sessionId)
    for (const domain of ['Page', 'Runtime', 'Network']) await page.send(`${domain}.enable`)
    return page
  }

  #read(pipe) {
    let text = ''
    pipe.setEncoding('utf8').on('data', (chunk) => {
      const messages = (text + chunk).split('\0')
      text = messages.pop()
      for (const message of messages) this.#take(JSON.parse(message))
    })
  }

  #take({ id, result, error, method, params, sessionId }) {
    const call = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) call?.reject(new Error(`${call.method}: ${error.message}`))
    else call?.resolve(result)
    if (method) for (const listener of this.#listeners) listener({ method, params, sessionId })
  }
}

/** A page of the browser. */
export class Page {
  /** What went wrong in its scripts. */
  exceptions = []
  #browser
  #session
  #isLoaded = () => {}
  #isPaused = () => {}

  constructor(browser, session) {
    this.#browser = browser
    this.#session = session
    browser.listen(({ method, params, sessionId }) => {
      if (sessionId !== session) return
      if (method === 'Page.loadEventFired') this.#isLoaded()
      if (method === 'Fetch.requestPaused') this.#isPaused(params)
      if (method === 'Runtime.exceptionThrown') this.exceptions.push(params.exceptionDetails.exception?.description ?? params.exceptionDetails.text)
    })
  }

  send(method, params) {
    return this.#browser.send(method, params, this.#session)
  }

  /** Goes to a URL, and returns when it is loaded. */
  async visit(url) {
    const loaded = new Promise((resolve) => (this.#isLoaded = resolve))
    await this.send('Page.navigate', { url })
    await loaded
  }

  /** The value of an expression. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })
    if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`)
    return result.value
  }

  /** Returns when an expression is true. */
  async eventually(expression) {
    for (const deadline = Date.now() + 20_000; !(await this.evaluate(expression)); await new Promise((resolve) => setTimeout(resolve, 10))) {
      if (Date.now() > deadline) throw new Error(`never true: ${expression}`)
    }
  }

  /** Clicks on an element as a person does. */
  async click(selector) {
    const box = await this.evaluate(`(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 }))(document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`)
    for (const type of ['mousePressed', 'mouseReleased']) {
      await this.send('Input.dispatchMouseEvent', { type, ...box, button: 'left', clickCount: 1 })
    }
  }

  /** Writes into a field as a person does, over what is in it. */
  async write(selector, text) {
    await this.evaluate(`((field) => { field.focus(); field.select() })(document.querySelector(${JSON.stringify(selector)}))`)
    await this.send('Input.insertText', { text })
  }

  /**
   * Answers the next requests for URLs of a pattern with these statuses, in the server's place.
   * @returns The URLs and times of the requests, when the last of them is answered.
   */
  refuse(urlPattern, statuses) {
    const refused = []
    return new Promise((resolve, reject) => {
      this.#isPaused = ({ requestId, request }) => {
        const responseCode = statuses[refused.length]
        refused.push({ url: request.url, time: Date.now() })
        const responseHeaders = [{ name: 'Access-Control-Allow-Origin', value: '*' }]
        const answered = this.send('Fetch.fulfillRequest', { requestId, responseCode, responseHeaders })
        if (refused.length === statuses.length) answered.then(() => this.send('Fetch.disable')).then(() => resolve(refused), reject)
      }
      this.send('Fetch.enable', { patterns: [{ urlPattern }] }).catch(reject)
      setTimeout(reject, 20_000, new Error(`not requested ${statuses.length} times: ${urlPattern}`)).unref()
    })
  }

  /** Cuts the page off from the network, or connects it again. */
  async setOffline(offline) {
    await this.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
    await this.eventually(`navigator.onLine === ${!offline}`)
  }
}
