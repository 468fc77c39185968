#include "orrery/crawl/poller.hpp"

#include <fmt/format.h>

namespace orrery::crawl {

bool asked_to_wait(const store::FeedState& state, Timestamp now) {
    return (state.http_status == 429 || state.http_status == 503) && state.next_poll &&
           *state.next_poll > now;
}

Error explain_status(int status, const std::string& url) {
    Error error{ErrorCode::kNetwork, fmt::format("the server answered {}", status), url, "", ""};
    switch (status) {
        case 401:
        case 407:
            error.why = "it wants a password";
            error.remedy = "follow the public feed, or ask its owner for one";
            break;
        case 403:
            error.why = "it refuses us";
            error.remedy =
                "perhaps it takes us for an abusive bot: ask its owner to let this planet's User-Agent pass";
            break;
        case 404:
            error.code = ErrorCode::kNotFound;
            error.why = "there is nothing at this address";
            error.remedy = "look on the site for the feed's new address";
            break;
        case 410:
            error.code = ErrorCode::kNotFound;
            error.why = "the feed is gone for good";
            error.remedy = "it is polled no more; what was stored stays";
            break;
        case 429:
            error.why = "it wants to be asked less often";
            error.remedy = "nothing to do: it is left alone for as long as it asks";
            break;
        default:
            if (status >= 500) {
                error.why = "it has a problem of its own";
                error.remedy = "nothing to do: it is tried again later";
            } else {
                error.why = "that is no answer to a request for a feed";
            }
    }
    return error;
}

}  // namespace orrery::crawl
