// gofeed over a list of feeds: gofeed LIST. See ../README.md.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"

	"github.com/mmcdole/gofeed"
)

func processorSeconds() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e9
}

func main() {
	runtime.GOMAXPROCS(1)
	list, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	parser := gofeed.NewParser()
	var texts [][]byte
	size, unread := 0, []string{}
	for _, name := range strings.Split(strings.TrimSpace(string(list)), "\n") {
		data, err := os.ReadFile(name)
		if err != nil {
			panic(err)
		}
		if _, err := parser.Parse(bytes.NewReader(data)); err != nil {
			unread = append(unread, name)
			continue
		}
		texts = append(texts, data)
		size += len(data)
	}
	best := 0.0
	for begin := processorSeconds(); best == 0 || processorSeconds()-begin < 2; {
		start := processorSeconds()
		for _, data := range texts {
			_, _ = parser.Parse(bytes.NewReader(data))
		}
		if elapsed := processorSeconds() - start; best == 0 || elapsed < best {
			best = elapsed
		}
	}
	line, _ := json.Marshal(map[string]any{"bytes": size, "feeds": len(texts), "unread": unread, "seconds": best})
	fmt.Println(string(line))
}
