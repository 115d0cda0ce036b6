// Reads codes with the camera. `decoder` is the one place that knows how: where the browser has no BarcodeDetector there is none,
// and another way of decoding can be put in its place.
(() => {
  const PAUSE = 150;
  const SAME_AGAIN = 4000;

  async function decoder() {
    if (!("BarcodeDetector" in globalThis) || !navigator.mediaDevices?.getUserMedia) return null;
    const formats = await BarcodeDetector.getSupportedFormats();
    if (!formats.includes("qr_code")) return null;
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video)).map((found) => found.rawValue);
  }

  // Calls `found` with each text; the same text again only after a few seconds. Returns a function that stops the camera.
  async function start(video, found) {
    const decode = await globalThis.GateCamera.decoder();
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    video.srcObject = stream;
    await video.play();
    let stopped = false;
    let last = { text: "", at: 0 };
    async function look() {
      if (stopped) return;
      try {
        for (const text of await decode(video)) {
          const now = Date.now();
          if (text === last.text && now - last.at < SAME_AGAIN) continue;
          last = { text, at: now };
          await found(text);
        }
      } catch {
        // A frame that cannot be read is followed by the next one.
      }
      setTimeout(look, PAUSE);
    }
    look();
    return () => {
      stopped = true;
      stream.getTracks().forEach((track) => track.stop());
      video.srcObject = null;
    };
  }

  globalThis.GateCamera = { decoder, start };
})();
