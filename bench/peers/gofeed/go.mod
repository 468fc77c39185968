module orrery.example/bench/gofeed

go 1.21

require github.com/mmcdole/gofeed v1.3.0
