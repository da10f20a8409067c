/* Reads a QR code with the camera, where the browser can: nothing else on the page needs it.

   Without BarcodeDetector or without a camera the page stays as it was: a photo is uploaded. The
   picture is looked at on the device; only the text of the code is sent. The camera stops when a
   code is found, when the page is hidden, when the person says so, and after a minute. */

"use strict";

(() => {
  const LOOK_EVERY = 150;
  const LOOK_FOR = 60000;
  const LARGE_PHOTO = 1000000;
  const PHOTO_SIDE = 2000;

  const form = document.querySelector("[data-verify]");
  if (!form) {
    return;
  }
  const photo = form.elements.namedItem("photo");
  const text = form.elements.namedItem("text");
  const start = form.querySelector("[data-scan-start]");
  const stop = form.querySelector("[data-scan-stop]");
  const view = form.querySelector("[data-scan-view]");
  const words = form.querySelector("[data-scan-words]");
  const video = view.querySelector("video");
  let detector = null;
  let stream = null;
  let timer = 0;
  let turn = 0;

  const say = (sentence) => {
    words.textContent = sentence ? words.dataset[sentence] : "";
  };

  const read = async (picture) => {
    const codes = await detector.detect(picture);
    const found = codes.find((code) => code.rawValue);
    return found ? found.rawValue : "";
  };

  const send = (found) => {
    say("found");
    photo.value = "";
    text.value = found;
    form.requestSubmit();
  };

  const end = (sentence) => {
    turn += 1;
    window.clearTimeout(timer);
    const wasOpen = !view.hidden;
    if (stream) {
      stream.getTracks().forEach((track) => track.stop());
    }
    stream = null;
    video.srcObject = null;
    view.hidden = true;
    start.hidden = !detector;
    say(sentence);
    if (wasOpen && sentence !== "found") {
      start.focus();
    }
  };

  const look = async (mine, until) => {
    let found = "";
    try {
      found = await read(video);
    } catch {
      /* The first frames may not be there yet. */
    }
    if (mine !== turn) {
      return;
    }
    if (found) {
      end("found");
      send(found);
    } else if (Date.now() > until) {
      end("nothing");
    } else {
      timer = window.setTimeout(look, LOOK_EVERY, mine, until);
    }
  };

  const begin = async () => {
    turn += 1;
    const mine = turn;
    say("looking");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment" },
      });
      if (mine !== turn || document.hidden) {
        opened.getTracks().forEach((track) => track.stop());
        return;
      }
      stream = opened;
      video.srcObject = stream;
      view.hidden = false;
      start.hidden = true;
      stop.focus();
      await video.play();
      look(mine, Date.now() + LOOK_FOR);
    } catch {
      end("refused");
    }
  };

  /* A photo of a telephone weighs several megabytes: the code is read here, or a copy is made
     that a weak network can carry. The file field next to it is never touched: a badge that was
     given as an image must arrive as it is. */
  const smaller = async (file, bitmap) => {
    const scale = Math.min(1, PHOTO_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const copy = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
    if (!copy || copy.size >= file.size) {
      return;
    }
    const kept = new DataTransfer();
    kept.items.add(new File([copy], "photo.jpg", { type: copy.type }));
    photo.files = kept.files;
  };

  const taken = async () => {
    const file = photo.files[0];
    if (!file) {
      return;
    }
    say("sending");
    try {
      const bitmap = await createImageBitmap(file);
      const found = detector ? await read(bitmap) : "";
      if (found) {
        send(found);
        return;
      }
      if (file.type === "image/jpeg" && file.size > LARGE_PHOTO) {
        await smaller(file, bitmap);
      }
    } catch {
      /* Whatever the browser cannot open, the server will judge. */
    }
    form.requestSubmit();
  };

  const prepare = async () => {
    const canLook =
      "BarcodeDetector" in window && navigator.mediaDevices && navigator.mediaDevices.getUserMedia;
    if (!canLook) {
      return;
    }
    try {
      const formats = await window.BarcodeDetector.getSupportedFormats();
      if (formats.includes("qr_code")) {
        detector = new window.BarcodeDetector({ formats: ["qr_code"] });
      }
    } catch {
      detector = null;
    }
    if (detector) {
      start.hidden = false;
      form.classList.add("scans");
    }
  };

  photo.addEventListener("change", taken);
  start.addEventListener("click", begin);
  stop.addEventListener("click", () => end(""));
  view.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      end("");
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      end("");
    }
  });
  window.addEventListener("pagehide", () => end(""));
  prepare();
})();
