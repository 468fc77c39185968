"""The site in a real browser: browser.mjs drives headless Chromium through Playwright and says what it saw."""

import json
import os
import shutil
import subprocess

from harness import EndToEnd, SOURCE, http_get, main


class Browser(EndToEnd):
    def test_a_person_can_read_the_planet(self):
        base = self.galaxy("--feeds", 12, "--seed", 3)
        self.configure()
        self.orrery("import", "-", stdin=http_get(f"{base}/opml.xml")[2])
        self.orrery("poll")
        with self.running() as planet:
            result = subprocess.run(
                [shutil.which("node"), str(SOURCE / "tests/e2e/browser.mjs"), planet.url],
                env={**os.environ, "CHROMIUM": shutil.which("chromium")},
                capture_output=True,
                timeout=300,
            )
        self.assertEqual(result.returncode, 0, result.stderr.decode())
        seen = json.loads(result.stdout)
        print(json.dumps(seen, indent=2))
        self.assertEqual(seen["articles"], 20)
        self.assertEqual(seen["first_title"], seen["story_title"])
        self.assertTrue(seen["skip_link_focuses_content"])
        self.assertEqual(seen["second_page_articles"], 20)
        self.assertEqual(seen["console_errors"], [])
        self.assertEqual(seen["page_errors"], [])
        self.assertEqual(seen["scrolls_sideways_at"], [])
        self.assertEqual(seen["accessibility"], [])


if __name__ == "__main__":
    main()
