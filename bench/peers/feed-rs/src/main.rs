// feed-rs over a list of feeds: feed-rs-peer LIST [sanitize]. See ../README.md.
use cpu_time::ProcessTime;
use std::time::Duration;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let sanitize = arguments.get(2).is_some_and(|word| word == "sanitize");
    let parse = |data: &[u8]| {
        feed_rs::parser::Builder::new()
            .sanitize_content(sanitize)
            .build()
            .parse(data)
    };
    let list = std::fs::read_to_string(&arguments[1]).expect("the list");
    let mut texts = Vec::new();
    let mut unread = Vec::new();
    for name in list.lines() {
        let data = std::fs::read(name).expect("a feed");
        match parse(&data) {
            Ok(_) => texts.push(data),
            Err(_) => unread.push(name),
        }
    }
    let mut best = Duration::MAX;
    let begin = ProcessTime::now();
    while best == Duration::MAX || begin.elapsed() < Duration::from_secs(2) {
        let start = ProcessTime::now();
        for data in &texts {
            std::hint::black_box(parse(data)).ok();
        }
        best = best.min(start.elapsed());
    }
    let bytes: usize = texts.iter().map(Vec::len).sum();
    println!(
        "{{\"bytes\": {bytes}, \"feeds\": {}, \"unread\": {unread:?}, \"seconds\": {}}}",
        texts.len(),
        best.as_secs_f64()
    );
}
