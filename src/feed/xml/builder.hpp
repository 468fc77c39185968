#pragma once

#include "links.hpp"
#include "report.hpp"
#include "state.hpp"
#include "xml/character_data.hpp"
#include "xml/names.hpp"
#include "xml/scanner.hpp"

#include <array>
#include <bitset>
#include <string>
#include <string_view>
#include <vector>

/// Reads an XML feed of any format into the model, in one pass and without recursion. Elements that hold
/// other elements are frames on a stack; elements that hold text (markup within it included) are captured
/// whole, up to their end tag.
namespace orrery::feed::xml {

/// The scheme of the categories and keywords that iTunes knows.
inline constexpr std::string_view kItunesScheme = "http://www.itunes.com/";

class Builder {
  public:
    Builder(ParsedFeed::State& state, Report& report, const ParseOptions& options, std::string_view base,
            std::string_view language);
    /// False when the document holds no feed.
    bool run();

  private:
    // What an open element is for.
    enum class Role : std::uint8_t {
        kTransparent,  // its children count as its parent's
        kRoot,
        kFeed,
        kEntry,
        kSource,
        kPerson,
        kImage,
        kTextInput,
        kSkipHours,
        kSkipDays,
        kMediaGroup,
        kMediaContent,
        kMediaCommunity,
        kGml,
        kGeoPoint,
        kChapters,
        kOwner,
        kPodItem,  // a podcast element with children: alternate enclosure, live item, value, podroll,
                   // publisher
        kExtension,
    };
    struct Frame {
        Role role = Role::kTransparent;
        Role effective = Role::kRoot;  // its own, or what encloses it when it is transparent
        El element = El::kUnknown;
        std::string_view name;  // with prefix, as written
        std::string_view base;
        std::string_view language;
        std::size_t bindings = 0;    // how many namespace bindings were in force outside
        std::size_t text_start = 0;  // where its text begins in text_
        void* object = nullptr;      // what it fills
        bool wants_text = false;
        std::string_view place;
    };
    struct Binding {
        std::string_view prefix;
        std::string_view uri;
        Ns ns;
        std::size_t serial;  // no two are the same
    };
    // A start tag, understood.
    struct Element {
        const Token& token;
        Ns ns = Ns::kCore;
        El el = El::kUnknown;
        std::string_view prefix;
        std::string_view local;
        std::string_view base;
        std::string_view language;
        std::size_t bindings = 0;
    };
    // What a name means as long as the same namespaces are bound. Feeds have few names and many elements.
    struct KnownName {
        std::string_view name;
        std::size_t serial = 0;  // of the innermost binding
        std::size_t colon = 0;   // where it is in the name, or npos
        Ns ns = Ns::kCore;
        El el = El::kUnknown;
    };
    // The `div` that Atom puts around XHTML, from the tags that are seen one after the other.
    struct Wrapper {
        std::string_view first;  // the first start tag
        std::string_view name;   // its name, if it is a `div`
        std::string_view last;   // the tag that closes it
        std::size_t depth = 0;   // of elements of that name
        bool first_is_html = true;
        bool rest_is_html = true;

        void see(const Token& tag);
        // What is inside of it, when it is around all of the text; else the text.
        [[nodiscard]] std::string_view inside(std::string_view trimmed) const;
    };
    // The inside of an element.
    struct Captured {
        std::string_view raw;
        std::string_view text;   // without the CDATA section around all of it, when there is one
        std::string_view inner;  // trimmed, without the `div` around all of it, when there is one
        bool has_tags = false;
        bool has_sections = false;  // CDATA or comments
        bool is_section = false;    // one CDATA section and nothing else
        bool balanced = true;       // its tags
        bool is_html = true;        // and none of them has to be written anew
        bool inner_is_html = true;
        bool plain = false;  // no tags, and nothing in `text` has to be decoded
        bool ascii = false;  // and nothing in it is beyond ASCII
    };
    // Texts of an entry that compete for content and summary, and what else is decided when it ends.
    enum Slot : std::uint8_t {
        kSlotContent,
        kSlotEncoded,
        kSlotXhtml,
        kSlotBody,
        kSlotFullItem,
        kSlotSummary,
        kSlotDescription,
        kSlotDescription2,
        kSlotDcDescription,
        kSlotGooglePlay,
        kSlotItunesSummary,
        kSlotItunesSubtitle,
        kSlotMediaDescription,
        kSlots
    };
    enum AuthorSlot : std::uint8_t { kByAtom, kByDc, kByItunes, kByRss, kByDcAuthor, kAuthorSlots };
    // Who may overwrite what is decided by rank: the lower wins, the first of equals stays.
    struct Ranks {
        std::uint8_t title = 255, subtitle = 255, id = 255, link = 255, published = 255, updated = 255,
                     created = 255, rights = 255, image = 255, language = 255;
    };
    struct Scope {  // of a feed or an entry
        Ranks ranks;
        std::array<Text, kSlots> texts{};
        std::array<List<Person>, kAuthorSlots> authors{};
        std::size_t categories = 0;
        std::bitset<256> terms;  // of its categories, by a hash: most are new, and seen to be at once
        std::string_view enclosure_origin;
        std::optional<double> latitude, longitude;
        void reset() { *this = Scope(); }
    };

    // builder.cpp: structure
    void start(const Token& token);
    void end(const Token& token);
    void text(const Token& token);
    void close_frame();
    void close_to(std::size_t depth);
    void push(const Element& element, Role role, void* object = nullptr, bool wants_text = false);
    void understand(Element& element);
    void read_attributes(Element& element);
    bool read_attribute(Element& element, const RawAttribute& attribute);
    bool find_namespace(Element& element);
    Captured capture(const Element& element);
    Captured capture_markup(const Element& element);
    void skip(const Element& element) { (void)capture(element); }
    [[nodiscard]] const Binding* binding(std::string_view prefix) const;
    /// The innermost frame that is not transparent; null outside of everything.
    [[nodiscard]] const Frame* role_frame() const;
    [[nodiscard]] Role role() const { return frames_.empty() ? Role::kRoot : frames_.back().effective; }
    [[nodiscard]] std::string_view base() const { return frames_.empty() ? base_ : frames_.back().base; }
    [[nodiscard]] std::string_view language() const {
        return frames_.empty() ? language_ : frames_.back().language;
    }
    void set_version(const Element& element);
    void begin_entry(const Element& element);

    // builder_values.cpp: attributes and texts
    std::string_view attribute(const Element& element, std::string_view name);
    std::string_view attribute_ns(const Element& element, std::string_view prefix, std::string_view name);
    std::string_view decoded(const Captured& inside);
    std::string_view raw_value(const Element& element);  // its text without markup
    std::string_view value(const Element& element);      // the same, trimmed
    std::string_view words(const Element& element);      // the same for people, repaired
    std::string_view url(const Element& element);
    std::string_view url_attribute(const Element& element, std::string_view name);
    Text text_construct(const Element& element, TextType fallback);
    Date date(const Element& element);
    Date read_date(std::string_view text);
    std::optional<std::int64_t> number(std::string_view text);
    std::optional<std::int64_t> number_attribute(const Element& element, std::string_view name);
    std::optional<double> real_attribute(const Element& element, std::string_view name);
    std::string_view repaired(std::string_view text);

    // builder_core.cpp: RSS and Atom
    bool core(const Element& element);
    bool structure(const Element& element);
    bool person_part(const Element& element);
    bool image_part(const Element& element);
    void text_input_part(const Element& element);
    void link(const Element& element);
    void add_link(Link link);
    void category(const Element& element);
    void add_category(std::string_view term, std::string_view scheme, std::string_view label);
    void keywords(const Element& element);
    void begin_person(const Element& element);
    void finish_person(Frame& frame);
    void finish_source(Frame& frame);
    void enclosure(const Element& element);
    Enclosure& add_enclosure(const Enclosure& enclosure);
    void set_text(Slot slot, const Text& text);
    void set_date(Date& target, std::uint8_t& rank, std::uint8_t new_rank, const Element& element);
    void title(const Element& element, std::uint8_t rank);
    void subtitle(const Element& element, std::uint8_t rank, TextType type);
    void rights(const Element& element, std::uint8_t rank);
    void set_language(const Element& element, std::uint8_t rank);
    void author_text(const Element& element, AuthorSlot slot);
    void image_url(std::string_view address, std::uint8_t rank);
    void add_license(std::string_view address);

    // builder_modules.cpp
    bool module(const Element& element);
    bool itunes(const Element& element);
    bool others(const Element& element);
    void unknown(const Element& element);
    void close_extension(Frame& frame);
    // builder_media.cpp
    bool media(const Element& element);
    bool geo(const Element& element);
    void media_content(const Element& element);
    void finish_geo_pair();
    void add_shape(Shape::Kind kind, const List<Coordinate>& coordinates);
    void gml(const Element& element);
    // builder_podcast.cpp
    bool podcast(const Element& element);
    bool podcast_channel(const Element& element);
    bool podcast_part(const Element& element);

    // builder_finish.cpp
    void finish_entry();
    void finish_feed();
    static List<Person> chosen_authors(Arena& arena, Scope& scope);

    // Where values go.
    [[nodiscard]] bool in_entry() const { return entry_ != nullptr; }
    [[nodiscard]] Scope& scope() { return entry_ != nullptr ? entry_scope_ : feed_scope_; }
    Media& media_of();
    EntryPodcast& entry_podcast();
    FeedPodcast& feed_podcast();

    ParsedFeed::State& state_;
    Arena& arena_;
    Feed& feed_;
    Report& report_;
    const ParseOptions& options_;
    Entities entities_;
    Decoder decoder_;
    std::vector<RawAttribute> tag_attributes_;  // the scanner's
    Scanner scanner_;
    LinkResolver links_;
    std::string_view base_;
    std::string_view language_;
    std::vector<Frame> frames_;
    std::vector<Binding> bindings_;
    std::string text_;                      // of the open frames that want text
    std::vector<RawAttribute> attributes_;  // of the current start tag
    bool has_prefixed_attributes_ = false;  // one of them has a colon in its name
    std::array<KnownName, 128> known_names_;
    std::size_t bindings_made_ = 0;
    std::size_t overflow_ = 0;  // open elements beyond the depth limit
    std::size_t entries_ = 0;
    std::size_t extensions_ = 0;
    std::size_t rescan_budget_ = 0;
    std::uint32_t media_groups_ = 0;
    bool is_atom_ = false;
    bool found_root_ = false;
    bool root_closed_ = false;
    bool too_many_entries_ = false;
    bool limit_depth_told_ = false;

    Entry* entry_ = nullptr;
    Source* source_ = nullptr;  // an open atom:source
    Scope feed_scope_;
    Scope entry_scope_;
    Enclosure* media_enclosure_ = nullptr;  // an open media:content
    List<Coordinate> shape_;                // of an open gml element
    std::string_view srs_name_;
    bool longitude_first_ = false;
    int dimensions_ = 2;
};

}  // namespace orrery::feed::xml
