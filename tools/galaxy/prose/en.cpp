#include "../prose.hpp"

namespace orrery::galaxy {

const std::string_view kProseEn = R"prose(
@person Ada Lindqvist|Tom Harrow|Miriam Oyelaran|Jack Penhaligon|Priya Raman|Ellen Vance|Samuel Ortega|Ruth Kessler|Owen Bright|Nadia Farouk|Colin Abernathy|Grace Whitlock|Leo Marchetti|Hanna Sorensen|Victor Adeyemi|June Castellan|Arthur Pemberton|Mina Okafor|Rowan Ellery|Beatriz Salgado|Henrik Dahl|Tamsin Crowe|Felix Amadi|Ingrid Novak|Desmond Achebe|Carys Llewellyn
@blog Notes from the {place}|{person}'s Workbench|A Dark Enough Sky|Off-Axis|Small Apertures|The Long Exposure|Segfaults and Starlight|First Light, Last Bus|Parallax|A Quiet Compiler|Field Curvature|Averted Vision|Null Island Observatory|Two Arcseconds|The Cold Pier|Undefined Behaviour|Cloud Cover|Warm Glass|The Dew Point|Rolling Release|A Slow Shutter|Kept Alive|The Second Eyepiece|Limiting Magnitude|Return Zero|Old Light
@about Astronomy, code and cold fingers|Small telescopes, small programs|What I see, build and break|Notes from a back garden under city lights|Programming by day, photons by night
@place Back Garden|Balcony|Allotment|North Field|Roof|Shed
@object M13|M31|the Ring Nebula|the Double Cluster|NGC 7331|Saturn|Jupiter|M51|the Veil|M42|Albireo|Comet C/2023 A3
@tag astronomy|telescopes|programming|open source|observing|electronics|C++|Python|photography|weather
@more Comments are open.|If you try this, tell me how it went.
@figure The view from the {place}, {a=12-48} frames stacked

# mirror
= Grinding a {size=15-30} cm mirror in the kitchen
= The {size=15-30} cm mirror, week {week=2-9}: fine grinding
= How I measured a curve with a torch and a razor blade
= Polishing day, and what a turned edge looks like
= A spherometer from three ball bearings and a dial gauge
= {hours=6-14} hours of coarse grinding and what I listened to
= Why I left the edge alone this time
= Mirror number {count=2-7}, and the mistakes I kept
> After {week=3-9} weeks of walking around an upturned barrel, the glass finally holds a curve.
> I promised my family that the kitchen would be a kitchen again by Easter. It is not.
. The rough grind took {hours=6-14} hours with 80 grit, a third of a stroke over the centre each time, and the sagitta came out within a tenth of a millimetre.
. I measure it with a straight edge and a stack of feeler gauges, which sounds crude and is good to two wavelengths of patience.
. Every change of grit means washing everything: the tool, the table, the floor, my sleeves. One stray grain of 80 in the 220 is a scratch you will polish for a week.
. The pitch lap is a mixture of rosin and beeswax, warm enough to take a thumbprint and cold enough to keep it.
. Under the Foucault test the surface looked like a shallow doughnut, which is exactly what long strokes do.
. A few minutes of short, centre-over-edge strokes brought the hill down, and then I stopped, because the next mistake is always one more minute.
. The temperature of the room matters more than the brand of the cerium oxide. At 17 degrees the lap is stiff and honest; at 22 it flatters you.
* What it cost so far|Two discs of plate glass, from a shop window that no longer needed them|A kilogram of 80 grit, half of 220, and small jars of the rest|One tea towel that will never be discussed again
| Grits and hours|grit;hours;left behind|80;{hours};the curve|220;5;pits you can see|500;4;pits you can feel|cerium;11;a mirror
" Stop while it is still a little wrong. — every mirror maker, eventually
! Next week the silvering, if the ammonia arrives and the cat stays out.
! It reflects. I have looked at my own ceiling for an hour.

# observing
= {object} from a balcony, with the street lamps on
= One hour with {object}
= Observing log: {object}, seeing {see=2-4} of 5
= A second look at {object}
= {object} at {mag=40-80}x, drawn with a cold hand
= What {object} looks like without a camera
= Fog at the bottom of the garden, {object} at the top
= {gap=40-90} minutes of clear sky
= Finding {object} by star-hopping from the roof
> The forecast said cloud until midnight and was wrong in the right direction.
> There was a gap of {gap=40-90} minutes between the rain and the fog, and I spent all of it on {object}.
. At {mag=40-80}x it was a smudge with an opinion; at twice that the smudge turned into structure.
. I draw at the eyepiece with a red torch in my teeth. The sketches are bad, but they make me look for ten minutes instead of one.
. Averted vision is a strange skill: you learn to pay attention to something by looking next to it.
. The transparency was better than the seeing, so I left the planets alone and stayed with faint things.
. By one o'clock there was frost on the dew shield, and the finder had to be warmed with a hand every few minutes.
. A neighbour came out to ask what I was doing, and stayed for an hour. That is how you get people to switch off a porch light.
. I compared the drawing with a photograph afterwards, and the two arcs that I had doubted are really there.
* Seen tonight|{object}, with a hint of detail in the north-east|Two satellites and a slow, tumbling third|The neighbour's cat, very bright, no filter
| Conditions|what;value|seeing;{see} of 5|transparency;4 of 5|temperature;-{cold=1-8} °C|coffee;two flasks
! I packed up when the flask was empty, which is the only reliable timer that I own.
! Clear skies. I mean it as a wish and not as a forecast.

# parser
= My feed parser believed the length it was told
= Ten thousand feeds, and every one of them is slightly wrong
= A parser should not have opinions about ampersands
= Why I stopped using regular expressions on XML
= {dates=19-34} ways to write a date
= What {feeds=3-9},000 feeds taught me about trust
= The feed from the future
= An apology to everyone whose umlauts I ate
= Fuzzing a parser over breakfast
> A reader wrote that my aggregator had lost the second half of every post on one particular blog.
> I fetched {feeds=3-9},000 feeds last night and counted what was wrong with them.
. One in eight declared an encoding that it did not use. The most common lie was ISO-8859-1 over bytes that were plainly UTF-8.
. Dates were worse. I found {dates=19-34} formats, among them one with the month in Greek and one in which every post was from the future.
. The bug was mine in the end: I stopped at the first thing that looked like a closing tag, and somebody had written about closing tags.
. It is tempting to throw an exception at the first stray ampersand. But the author of that feed will never see my exception; only my readers will miss the post.
. So the parser now does what a patient librarian does: it takes what is there, files it, and pins a note to it about what was wrong.
. The fix was eleven lines. The test that makes sure it stays fixed is a hundred and forty, and I am prouder of the test.
. Speed came as a side effect. Once nothing is copied until somebody asks for it, the whole run takes less time than the kettle.
~ cpp
    std::string_view take_until(std::string_view& rest, std::string_view mark) {
        const auto end = std::min(rest.find(mark), rest.size());
        const auto taken = rest.substr(0, end);
        rest.remove_prefix(end);
        return taken;
    }
| What was wrong|fault;share|undeclared entity;{e=4-9} %|wrong encoding;12 %|date nobody can read;3 %|not a feed at all;2 %
" Be conservative in what you send, and keep a list of everybody who was not.
! If your feed is on the list, you will get a friendly mail. Most of you will fix it the same day; you always do.
! The corpus keeps growing. Send me your worst.

# radio
= Listening to hydrogen with a cardboard horn
= The 21 cm line for less than the price of a bicycle
= A drift scan of the Milky Way, and one very loud microwave
= My dish is a fridge box
= How to hear a spiral arm between {h1=1-3} and {h2=4-6} in the morning
= Noise, more noise, and then a galaxy
= A {price=20-40} euro receiver against the whole sky
> You can hear the arms of our galaxy with a paint tin, a cardboard horn and a {price=20-40} euro dongle.
> The horn is an old fridge box lined with kitchen foil, and it works embarrassingly well.
. The hydrogen line sits at 1420.4 MHz. It should be a single sharp tone, and it is smeared out because the gas is moving towards us and away from us.
. I point the horn at the zenith, go to bed, and let the Earth do the steering.
. The first night I found a beautiful double peak, which turned out to be the neighbour's microwave oven reheating a pizza.
. Averaging is everything: one spectrum is noise, a thousand are a bump, a hundred thousand are a galaxy.
. The low-noise amplifier goes right behind the probe, because every centimetre of cable adds more noise than the sky has to offer.
. With the velocity on one axis and the hour on the other you can see the spiral arms slide past between {h1=1-3} and {h2=4-6} in the morning.
~ python
    def power(samples, size=1024):
        frames = samples[: len(samples) // size * size].reshape(-1, size)
        spectra = np.abs(np.fft.fft(frames * window(size))) ** 2
        return np.fft.fftshift(spectra.mean(axis=0))
* The parts|A fridge box, two rolls of foil and a lot of tape|A paint tin with a {probe=50-53} mm probe|An amplifier with a filter for the line|A receiver stick and an old laptop
! I have the plot on the wall now. It is the least pretty picture I have made and the one I like best.

# drive
= The mount ran backwards at midnight
= Rewriting the telescope drive in four hundred lines
= A worm gear, a cheap stepper and a lot of averaging
= Two to the thirty-second is a full circle
= {seconds=10-50} seconds of periodic error
= Guiding without a guide camera, almost
= The worm that taught me to average
> My equatorial mount has a personality, and it comes out every {minutes=4-9} minutes and {seconds=10-50} seconds.
> At midnight UTC the telescope turned round and tracked the floor.
. The period of the error is that of the worm gear, so that it can be measured once and subtracted for ever.
. I recorded a star for six turns of the worm, took the median, and stored one correction for each of 256 steps.
. The firmware kept sidereal time in a float. After a few weeks a float no longer has a second to spare, and the mount began to stutter.
. Fixed point is old-fashioned and exact: a 32-bit turn counter that overflows precisely once a revolution is not a bug, it is a circle.
. The motor now runs at {rpm=2-6} microsteps a tick with no resonance that I can hear, and the guide star stays within one arcsecond.
. I left the old board running beside the new one for a night and compared their logs line by line. It is dull work and it finds everything.
~ cpp
    // One revolution is 2^32: the overflow is the midnight that used to hurt.
    std::uint32_t advance(std::uint32_t angle, std::uint32_t rate, std::uint32_t ticks) {
        return angle + rate * ticks;
    }
| Tracking error, peak to peak|setup;arcseconds|as bought;{before=28-45}|with the table;6|with the table and a guide star;1
! The moral is older than both of us: never store an angle in something that rounds.
! Code and tables are in the repository. The worm gear is not; mine has a personality, yours has another.

# meteors
= Counting Perseids with a {lens=4-12} mm lens and a bash script
= {count=31-97} meteors and one aeroplane
= What the all-sky camera saw this week
= Rain, rain, and {count=31-97} meteors
= A fireball over the allotments at four in the morning
= Teaching a camera to ignore moths
= Two cameras, one streak, ninety kilometres up
> The camera on the roof caught {count=31-97} meteors between dusk and dawn.
> It rained for most of the shower, and the twenty clear minutes were worth it.
. It is a security camera with the filter taken out, in a food box with a hole in the lid and a resistor to keep the dew off.
. Every frame is compared with the median of the minute before. What is left over is a meteor, a plane or a moth.
. Planes blink, moths come back, meteors do neither. That rule alone gets nine out of ten right.
. Two stations forty kilometres apart see the same streak against different stars, and from the difference you get a height.
. The brightest one left a trail that twisted in the wind for {trail=2-6} minutes at ninety kilometres, where I had not known there was any wind.
. I send the counts to the network every morning. One camera is a hobby; {cameras=80-400} of them are an instrument.
~ sh
    for night in frames/*/; do
        ./detect --median 60 --threshold 5 "$night" > "$night/meteors.csv"
    done
| The week|night;hours;meteors|Monday;2;4|Tuesday;6;19|Wednesday;7;{count}|Thursday;0;0
! If you have a roof and a spare evening, there is a gap in the map just north of you.

# compiler
= The optimiser was right and I was not
= A day with undefined behaviour
= Reading the assembly so that you do not have to
= Half a second at start-up, and where it went
= One sign, two days, {years=3-9} years
= The comment that broke the build
= {kb=200-900} KB before main
= Ask the sanitizer first
= A faster start for the price of one keyword
> The release build crashed and the debug build did not, so of course I blamed the compiler.
> Our tool took half a second to start, and nobody could say what it did with it.
. I bisected four hundred commits and landed on one that changed a comment. The line below it had been wrong for {years=3-9} years.
. A loop that runs to the end of an array may be assumed never to go past it; the compiler believed me, and I had lied.
. The sanitizer found it in {time=2-9} seconds. I had spent two days being clever before I thought of asking it.
. It turned out that a table of {kb=200-900} KB was built before main, once for each of nine libraries that each wanted their own.
. A constexpr array costs nothing at start-up, and a static_assert on its last element costs nothing at all.
. I like to keep the slow, obvious version in the tests, where it checks the fast one on a million random inputs.
. After that the profile was flat, which is what a profile looks like when it is time to go outside.
~ cpp
    for (std::size_t i = 0; i <= table.size(); ++i)  // the whole bug is one sign
        sum += table[i];
* What I do now|Warnings as errors, from the first commit|Sanitizers on every push, not on every disaster|One benchmark for each claim in the README
" It is never the compiler. Except once, and you will tell your grandchildren.
! I have written the rule on a card above the desk: ask the tool first.

# club
= Notes from the spring meeting of the astronomy club
= Forty people, one telescope and a power cut
= How our village turned its lights down
= The evening we showed everybody Saturn
= {letters=30-90} letters to the council
= A library of telescopes
= Why does the Moon not fall?
= Lights down, stars up: {yes=7-12} votes to {no=1-5}
> We had {people=20-60} people in a barn, and for once the sky kept its side of the bargain.
> The council voted {yes=7-12} to {no=1-5} for warm, shielded lamps that are off between midnight and five.
. It took three years, {letters=30-90} letters and one evening at which we simply showed everybody Saturn.
. Nobody is persuaded by a graph of light pollution. Everybody is persuaded by rings.
. The shop at the corner was worried about safety, so we measured: the pavement is brighter now, because the light goes down.
. A ten-year-old asked why the Moon does not fall, and the silence that followed was the best part of the evening.
. The talk about {object} ran out of time, so that it continues next month, with the promised cake.
. We are building a small library of telescopes to lend. There are four so far and a waiting list of thirteen.
* Next dates|Friday: beginners' evening, bring binoculars|Saturday: mirror workshop, bring an apron|Sunday: sleep
! If you live nearby, come along. If you do not, start one; a barn is enough.

# archive
= Keeping a blog for twenty years
= Moving {posts=600-1900} posts without breaking a single link
= What I learned from reading my own archive
= {posts=600-1900} posts and one sed script
= Every address for ever
= The pictures went first
= Reading myself from {years=14-22} years away
> This blog is {years=14-22} years old today, which makes it older than some of the people who read it.
> I moved house last month, and so did this site.
. The rule was that every address that ever worked has to work for ever, even the one with the session number in it.
. I wrote a small program that asks for every old address and compares the heading that it gets with the heading it should get.
. Most of what I had been sure about in the first years was wrong, and most of what I wrote down just in case is what people still read.
. Pictures are what rots. Text survives anything; a third of the images lived on servers that no longer have an owner.
. The feed is the part that I am most careful with: a changed identifier shows everybody the last ten years again, on a Monday morning.
. The whole archive is {mb=9-40} MB of plain text, and it builds in a second and a half.
~ sh
    sort -u old-addresses.txt | while read -r address; do
        curl -s -o /dev/null -w "%{http_code} $address\n" "http://localhost:8000$address"
    done | grep -v "^[23]"
| The archive by kind|kind;posts;links still alive|notes;{posts};71 %|tutorials;84;64 %|rants;{rants=12-40};90 %
! Here is to the next twenty. Subscribe by feed; it has outlived everything that was going to replace it.

# software
= Release {major=2-5}.{minor=1-9}: faster search, fewer dependencies
= I deleted a third of the code and nobody noticed
= A week of answering issues
= {issues=17-64} issues closed, three lines changed
= Thank you, {contributors=5-19} strangers
= The plug-in system is gone
= Search, {factor=3-9} times as fast
= Error messages are the user interface
> Version {major=2-5}.{minor=1-9} is out, and for the first time the list of removed things is longer than the list of added ones.
> This week I closed {issues=17-64} issues, and only three of them needed code.
. Search is {factor=3-9} times as fast because it no longer sorts what it is about to throw away.
. The plug-in system is gone. It had two users, and I was both of them.
. The configuration is checked at start now, with the file, the line and the key that you probably meant.
. Most reports were really about the documentation, so I wrote down each answer where the question had been looked for.
. One issue was a love letter to a keyboard shortcut that I was about to remove. It stays.
. Thank you to the {contributors=5-19} people who sent patches, and to the one who sent a photograph of it running on a lighthouse.
* Upgrade notes|Back up first; it is one file|The old configuration is still read, with a hint for each renamed key|Packages for Debian are in the usual place
" The best dependency is the one you talked yourself out of.
! As always: if it breaks, tell me what you did, what you saw and what you expected. In that order.
)prose";

}  // namespace orrery::galaxy
