"""The command `bundle`: fetch now what verifying will need where there is no network."""

import argparse
import os
import sys

from badges.i18n import Translator
from badges.net import RecordingFetcher
from verifier.cli.inputs import find_inputs
from verifier.cli.preparing import prepare_bundle
from verifier.cli.progress import Progress
from verifier.cli.style import plain
from verifier.cli.verifying import print_json
from verifier.report import stamp

COMPLETE, INCOMPLETE = 0, 3


def bundle(options: argparse.Namespace, words: Translator) -> int:
    """Verify what was named, keep every answer, and say what is missing."""
    job, recorder = prepare_bundle(options)
    words = Translator(job.language, "verifier")
    sources = find_inputs(options.input).sources
    progress = Progress(len(sources), sys.stderr, os.environ)
    for source in sources:
        material = source.read()
        if source.is_badge(material):
            job.pipeline.judge(job.open(material))
        progress.step()
    progress.clear()
    job.save()
    _tell(recorder, options, words)
    return INCOMPLETE if recorder.lost else COMPLETE


def _tell(recorder: RecordingFetcher, options: argparse.Namespace, words: Translator) -> None:
    answers = recorder.answers
    for url, code in recorder.lost.items():
        print(plain(words("cli.bundle.lost", url=url, code=code)), file=sys.stderr)
    if not options.json:
        print(words("cli.bundle.written", path=str(options.output), count=len(answers)))
        return
    rows = [
        {
            "url": url,
            "media_type": answer.media_type,
            "size": len(answer.body),
            "fetched_at": stamp(answer.fetched_at),
        }
        for (url, _), answer in sorted(answers.items(), key=lambda item: item[0])
    ]
    print_json({"file": str(options.output), "answers": rows, "lost": dict(recorder.lost)})
