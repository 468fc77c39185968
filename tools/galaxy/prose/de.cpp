#include "../prose.hpp"

namespace orrery::galaxy {

const std::string_view kProseDe = R"prose(
@person Jürgen Weißmann|Käthe Öhlschläger|Björn Grünwald|Anneliese Köhler|Matthias Straßer|Ulrike Schäfer|Götz Brückner|Sabine Möller
@blog Sternwarte im {place}|Unter dem Polarstern|Nachtschicht|Der krumme Spiegel|Übersetzt und gebunden|Kleine Brennweite|Grüße vom {place}
@about Sternkunde, Basteleien und ein bisschen Code|Was nachts zu sehen und tags zu flicken ist
@place Hinterhof|Garten|Schuppen|Dachboden
@object M13|M31|M57|Saturn|Jupiter|NGC 7331|M42
@tag Astronomie|Basteln|Software|Beobachtung|Fotografie
@more Fragen gern in die Kommentare.|Wer es nachbaut, möge berichten.
@figure Aufnahme aus dem {place}, {a=12-48} Bilder gemittelt

# beobachtung
= Eine Stunde mit {object}
= {object} über den Dächern
= Beobachtungsbuch: {object} bei mäßiger Ruhe der Luft
> Zwischen Regen und Nebel blieb eine Lücke von {gap=40-90} Minuten, und sie gehörte {object}.
> Der Wetterbericht hatte Wolken versprochen und zum Glück nicht Wort gehalten.
. Bei {mag=40-80}-facher Vergrößerung war nur ein Hauch zu sehen, bei der doppelten bekam er Form.
. Ich zeichne am Okular, nicht weil ich es könnte, sondern weil man dann zehn Minuten hinschaut statt einer.
. Gegen eins lag Reif auf der Taukappe, und der Sucher musste alle paar Minuten in der Hand gewärmt werden.
. Die Durchsicht war besser als die Luftruhe, also blieben die Planeten heute außen vor.
. Der Nachbar kam heraus, fragte, schaute hindurch und schaltete danach freiwillig seine Hoflampe aus.
* Gesehen|{object}, mit Andeutung von Einzelheiten|Zwei Satelliten|Eine sehr helle Katze
| Bedingungen|Größe;Wert|Luftruhe;{see=2-4} von 5|Temperatur;-{cold=1-8} °C|Tee;eine Kanne
! Eingepackt wurde, als die Kanne leer war.

# spiegel
= Ein Spiegel von {size=15-30} cm, geschliffen in der Küche
= Warum die Raumtemperatur wichtiger ist als das Poliermittel
= Woche {week=2-9} am Schleifbock
> Nach {week=2-9} Wochen rund um das Fass hält das Glas endlich eine Krümmung.
. Der Grobschliff dauerte {hours=6-14} Stunden; die Pfeilhöhe stimmt auf ein Zehntel Millimeter.
. Bei jedem Wechsel der Körnung wird alles gewaschen, auch der Fußboden und die Ärmel.
. Die Pechhaut ist warm genug für einen Daumenabdruck und kalt genug, ihn zu behalten.
. Im Foucault-Test zeigte sich ein flacher Ring, wie ihn zu lange Striche eben machen.
. Ein paar kurze Striche später war er fort, und ich hörte auf, denn der nächste Fehler ist immer eine Minute zu viel.
| Körnung und Stunden|Körnung;Stunden|80;{hours}|220;5|500;4
" Hör auf, solange es noch ein wenig falsch ist.
! Nächste Woche wird versilbert, sofern die Katze draußen bleibt.

# software
= Die Hälfte der Laufzeit steckte in einer Zeile
= Ein Drittel des Quelltexts gelöscht, niemand hat es bemerkt
= Umlaute, Kodierungen und andere Überraschungen
> Das Programm brauchte beim Start eine halbe Sekunde, und keiner wusste, wofür.
> Ein Leser schrieb, dass in meinem Archiv aus jedem „ü“ zwei Zeichen geworden seien.
. Die Datei nannte sich UTF-8, war es aber nicht; die Bytes sagten die Wahrheit, die Überschrift nicht.
. Gemessen statt geraten: Es war eine Tabelle, die neunmal aufgebaut und achtmal weggeworfen wurde.
. Die Änderung hat elf Zeilen, der Test dazu hundertvierzig, und auf den Test bin ich stolzer.
. Seitdem läuft der Prüflauf in {time=2-9} Sekunden durch, was kürzer ist als der Weg zur Kaffeemaschine.
. Wer ein Werkzeug hat, das Fehler findet, sollte es fragen, bevor er zwei Tage lang klug ist.
~ cpp
    if (!utf8::is_valid(text)) text = decode(text, guess_charset(text));
! Der Quelltext liegt am üblichen Ort; Rückmeldungen sind willkommen.
)prose";

}  // namespace orrery::galaxy
