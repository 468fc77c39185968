"""The same way from a polled feed to a page, with the archive in PostgreSQL."""

import pipeline_test
from harness import OnPostgres, main


class PipelineOnPostgres(OnPostgres, pipeline_test.Pipeline):
    pass


if __name__ == "__main__":
    main()
