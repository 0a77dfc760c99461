// SPDX-License-Identifier: Apache-2.0
#include "kiosk/ui/icons.h"

namespace bedside::ui {

std::string_view file_of(flow::Icon icon)
{
    switch (icon) {
    case flow::Icon::none:
        return {};
    case flow::Icon::back:
        return "back.svg";
    case flow::Icon::next:
        return "next.svg";
    case flow::Icon::up:
        return "up.svg";
    case flow::Icon::down:
        return "down.svg";
    case flow::Icon::check:
        return "check.svg";
    case flow::Icon::cross:
        return "cross.svg";
    case flow::Icon::plus:
        return "plus.svg";
    case flow::Icon::minus:
        return "minus.svg";
    case flow::Icon::speaker:
        return "speaker.svg";
    case flow::Icon::textsize:
        return "textsize.svg";
    case flow::Icon::pause:
        return "pause.svg";
    case flow::Icon::lock:
        return "lock.svg";
    case flow::Icon::unlock:
        return "unlock.svg";
    case flow::Icon::key:
        return "key.svg";
    case flow::Icon::person:
        return "person.svg";
    case flow::Icon::edit:
        return "edit.svg";
    case flow::Icon::hand:
        return "hand.svg";
    case flow::Icon::tablet:
        return "tablet.svg";
    case flow::Icon::hospital:
        return "hospital.svg";
    case flow::Icon::cloud_ok:
        return "cloud_ok.svg";
    case flow::Icon::sync:
        return "sync.svg";
    case flow::Icon::wifi_off:
        return "wifi_off.svg";
    case flow::Icon::battery:
        return "battery.svg";
    case flow::Icon::usb:
        return "usb.svg";
    case flow::Icon::bell:
        return "bell.svg";
    case flow::Icon::alert:
        return "alert.svg";
    case flow::Icon::info:
        return "info.svg";
    case flow::Icon::clock:
        return "clock.svg";
    case flow::Icon::list:
        return "list.svg";
    case flow::Icon::quarantine:
        return "quarantine.svg";
    case flow::Icon::wipe:
        return "wipe.svg";
    case flow::Icon::moon:
        return "moon.svg";
    case flow::Icon::pulse:
        return "pulse.svg";
    case flow::Icon::spontaneous:
        return "spontaneous.svg";
    case flow::Icon::walk:
        return "walk.svg";
    case flow::Icon::cough:
        return "cough.svg";
    case flow::Icon::wearoff:
        return "wearoff.svg";
    case flow::Icon::unknown:
        return "unknown.svg";
    }
    return {};
}

} // namespace bedside::ui
