// SPDX-License-Identifier: Apache-2.0
// Samples of every way of answering.
#include "tests/ui/sample_maker.h"

#include "kiosk/ui/body_map.h"

namespace bedside::ui::test {

void Samples::items()
{
    flow::ItemView item;
    item.back = back();
    item.decline = decline();
    item.next = next(false);

    auto nrs = item;
    nrs.text = t("过去24小时，疼痛平均有多重？", "過去24小時，疼痛平均有多重？", "How strong was your pain on average in the past 24 hours?");
    flow::BoxRowControl boxes;
    for (int i = 0; i <= 10; ++i)
        boxes.boxes.push_back(key("nrs:" + std::to_string(i), std::to_string(i)));
    boxes.low = t("不痛", "不痛", "No pain");
    boxes.high = t("想象中最严重的痛", "想像中最嚴重的痛", "Worst pain you can imagine");
    nrs.control = boxes;
    nrs.hint = t("请点一个数字。", "請點一個數字。", "Please tap a number.");
    add("05_nrs", "item", numbered(1, 3), nrs);
    boxes.boxes[6].selected = true;
    nrs.control = boxes;
    nrs.readout = t("您选了 6", "您選了 6", "You chose 6");
    nrs.hint = t("想改，就点别的数字。", "想改，就點別的數字。", "To change it, tap another number.");
    nrs.next = next(true);
    add("05b_nrs_selected", "item", numbered(1, 3), nrs);

    auto four = item;
    four.header = t("过去一周：", "過去一週：", "In the past week:");
    four.text = t("疼痛", "疼痛", "Pain");
    four.topic = true;
    flow::OptionsControl options;
    options.options = { key("option:1", t("没有", "沒有", "Not at all")), key("option:2", t("有一点", "有一點", "A little")), key("option:3", t("比较多", "比較多", "Quite a lot")), key("option:4", t("非常多", "非常多", "A great deal")) };
    four.control = options;
    four.hint = t("请选一项。", "請選一項。", "Please choose one.");
    add("06_item4", "item", numbered(9, 30), four);
    options.options[2].selected = true;
    four.control = options;
    four.hint = t("已保存。想改，就点别的。", "已儲存。想改，就點別的。", "Saved. To change it, tap another.");
    four.next = next(true);
    add("06b_item4_selected", "item", numbered(9, 30), four);

    auto seven = item;
    seven.header = four.header;
    seven.text = t("整体健康状况", "整體健康狀況", "Overall health");
    seven.topic = true;
    flow::BoxRowControl row;
    for (int i = 1; i <= 7; ++i)
        row.boxes.push_back(key("box:" + std::to_string(i), std::to_string(i)));
    row.boxes[4].selected = true;
    row.low = t("很差", "很差", "Very poor");
    row.high = t("很好", "很好", "Excellent");
    seven.control = row;
    seven.readout = t("您选了 5", "您選了 5", "You chose 5");
    seven.hint = nrs.hint;
    seven.next = next(true);
    add("07_overall7", "item", numbered(29, 30), seven);

    auto trigger = item;
    trigger.text = t("什么引起这次痛？", "什麼引起這次痛？", "What set off this pain?");
    trigger.topic = true;
    flow::OptionsControl tiles;
    tiles.tiles = true;
    auto const tile = [&](std::string id, std::string label, std::string detail, Icon icon) {
        tiles.options.push_back(key(std::move(id), std::move(label), icon));
        tiles.options.back().detail = std::move(detail);
    };
    tile("option:1", t("自己出现", "自己出現", "By itself"), t("没有明显原因", "沒有明顯原因", "No clear cause"), Icon::spontaneous);
    tile("option:2", t("活动", "活動", "Movement"), t("走路、翻身", "走路、翻身", "Walking, turning"), Icon::walk);
    tile("option:3", t("身体反应", "身體反應", "Reflex"), t("咳嗽、排便", "咳嗽、排便", "Coughing, bowel"), Icon::cough);
    tile("option:4", t("药效快过了", "藥效快過了", "Wearing off"), t("快到下次用药", "快到下次用藥", "Before next dose"), Icon::wearoff);
    tile("option:5", t("不清楚", "不清楚", "Not sure"), t("说不准", "說不準", "Hard to say"), Icon::unknown);
    tiles.options[1].selected = true;
    trigger.control = tiles;
    trigger.hint = four.hint;
    trigger.next = next(true);
    add("10_trigger", "item", numbered(6, 8), trigger);

    auto many = item;
    many.text = t("今天做过哪些？可以选多项。", "今天做過哪些？可以選多項。", "What did you do today? Choose any.");
    flow::OptionsControl several;
    several.multiple = true;
    several.options = { key("option:1", t("走路", "走路", "Walking")), key("option:2", t("坐起来", "坐起來", "Sitting up")), key("option:3", t("自己吃饭", "自己吃飯", "Eating alone")), key("option:4", t("看电视", "看電視", "Television")),
        key("option:5", t("和家人说话", "和家人說話", "Family talk")), key("option:6", t("都没有", "都沒有", "None")) };
    several.options[0].selected = several.options[4].selected = true;
    many.control = several;
    many.hint = four.hint;
    many.next = next(true);
    add("06d_multiple", "item", numbered(3, 8), many);

    auto yes_no = item;
    yes_no.text = t("今天有没有突然痛得厉害？", "今天有沒有突然痛得厲害？", "Was there sudden strong pain today?");
    flow::OptionsControl two;
    two.options = { key("option:1", t("有", "有", "Yes")), key("option:2", t("没有", "沒有", "No")) };
    yes_no.control = two;
    yes_no.hint = t("请选一项。", "請選一項。", "Please choose one.");
    add("06e_yes_no", "item", numbered(1, 3), yes_no);

    auto display = item;
    display.text = t("接下来问几个关于睡眠的问题。", "接下來問幾個關於睡眠的問題。", "The next questions are about sleep.");
    display.help = t("想休息就点右上角的“休息”。", "想休息就點右上角的「休息」。", "To pause, press Rest.");
    display.control = flow::DisplayControl {};
    display.decline.reset();
    display.next = next(true);
    add("06f_display", "item", numbered(4, 8), display);
}

void Samples::more_items()
{
    flow::ItemView item;
    item.back = back();
    item.decline = decline();
    item.next = next(true);

    auto onset = item;
    onset.text = t("几点开始痛的？", "幾點開始痛的？", "When did it start?");
    flow::TimeControl time;
    time.quick = { key("quick:0", t("刚刚", "剛剛", "Just now")), key("quick:30", t("半小时前", "半小時前", "Half an hour ago")), key("quick:60", t("1 小时前", "1 小時前", "1 hour ago")), key("quick:120", t("2 小时前", "2 小時前", "2 hours ago")) };
    time.quick[1].selected = true;
    time.days = { key("day:0", t("今天", "今天", "Today")), key("day:-1", t("昨天", "昨天", "Yesterday")) };
    time.days[0].selected = true;
    time.steppers = { { "14", t("时", "時", "h"), key("hour_more", "", Icon::plus), key("hour_less", "", Icon::minus) }, { "05", t("分", "分", "min"), key("minute_more", "", Icon::plus), key("minute_less", "", Icon::minus) } };
    time.precision = { key("exact", t("时间准确", "時間準確", "Exact")), key("estimated", t("大概时间", "大概時間", "About")) };
    time.precision[1].selected = true;
    time.readout = t("今天 14:05，离现在约 30 分钟", "今天 14:05，離現在約 30 分鐘", "Today 14:05, about 30 minutes ago");
    onset.control = time;
    add("08_onset", "item", numbered(1, 8), onset);

    auto date = item;
    date.text = t("哪一天出院的？", "哪一天出院的？", "On which day were you discharged?");
    flow::TimeControl day;
    day.steppers = { { "2026", t("年", "年", ""), key("year_more", "", Icon::plus), key("year_less", "", Icon::minus) }, { "11", t("月", "月", ""), key("month_more", "", Icon::plus), key("month_less", "", Icon::minus) },
        { "24", t("日", "日", ""), key("day_more", "", Icon::plus), key("day_less", "", Icon::minus) } };
    date.control = day;
    date.hint = t("按加号或减号。", "按加號或減號。", "Press plus or minus.");
    add("08c_date", "item", numbered(2, 8), date);

    auto body = item;
    body.text = t("哪里痛？", "哪裡痛？", "Where does it hurt?");
    flow::BodyMapControl map;
    for (auto side : { BodySide::front, BodySide::back }) {
        for (auto const& region : body_figure(side).regions)
            map.regions.push_back(key("region:" + region.code, region.code));
    }
    auto const pick = [&](std::string const& code, std::string label) {
        for (auto& region : map.regions) {
            if (region.id == "region:" + code) {
                region.selected = true;
                map.chips.push_back(key("chip:" + code, std::move(label)));
            }
        }
    };
    pick("front_abdomen_lower", t("下腹", "下腹", "Lower belly"));
    pick("front_chest_right", t("右胸", "右胸", "Right chest"));
    pick("back_lower_back", t("腰（背面）", "腰（背面）", "Lower back"));
    map.front = t("正面", "正面", "Front");
    map.back = t("背面", "背面", "Back");
    map.left = t("左", "左", "L");
    map.right = t("右", "右", "R");
    body.control = map;
    body.readout = t("已选 3 处", "已選 3 處", "3 places chosen");
    body.hint = t("点身上痛的地方，可以点好几处。", "點身上痛的地方，可以點好幾處。", "Tap where it hurts, as many as you like.");
    add("09_body", "item", numbered(5, 8), body);

    auto number = item;
    number.text = t("泵里还剩多少药液？", "泵裡還剩多少藥液？", "How much is left in the pump?");
    flow::NumberControl amount;
    amount.value = "37.5";
    amount.unit = "mL";
    for (std::string_view label : { "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0" })
        amount.keypad.push_back(key("key:" + std::string(label), std::string(label)));
    amount.keypad.push_back(key("erase", t("删除", "刪除", "Erase")));
    amount.range = t("0 到 600", "0 到 600", "0 to 600");
    number.control = amount;
    number.hint = t("已保存。", "已儲存。", "Saved.");
    add("08d_number", "item", numbered(3, 8), number);

    auto minutes = item;
    minutes.text = t("痛了多久？", "痛了多久？", "How long did it last?");
    flow::NumberControl duration;
    duration.unit = t("分钟", "分鐘", "min");
    duration.value = "15";
    for (int m : { 5, 10, 15, 30, 45, 60, 90, 120 })
        duration.quick.push_back(key("quick:" + std::to_string(m), std::to_string(m)));
    duration.quick[2].selected = true;
    duration.stepper = flow::Stepper { "15", duration.unit, key("more", "", Icon::plus), key("less", "", Icon::minus) };
    minutes.control = duration;
    minutes.hint = number.hint;
    add("08e_duration", "item", numbered(4, 8), minutes);

    auto writing = item;
    writing.path = "note";
    writing.text = t("还有什么想告诉我们？", "還有什麼想告訴我們？", "Anything else you want to tell us?");
    flow::TextControl ink;
    ink.ink = true;
    ink.strokes = { { { 100, 500 }, { 180, 300 }, { 260, 700 }, { 340, 400 } }, { { 500, 300 }, { 520, 800 } } };
    ink.clear = key("clear", t("擦掉", "擦掉", "Clear"));
    writing.control = ink;
    writing.hint = t("用手指在框里写。", "用手指在框裡寫。", "Write in the box with a finger.");
    add("08f_ink", "item", numbered(8, 8), writing);

    auto code = item;
    code.text = t("设备上的编号", "設備上的編號", "Number on the device");
    flow::TextControl typed;
    typed.value = "A1-204";
    for (char c : std::string_view("1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ-."))
        typed.keypad.push_back(key(std::string("key:") + c, std::string(1, c)));
    typed.clear = ink.clear;
    code.control = typed;
    add("08g_text", "item", numbered(7, 8), code);
}

} // namespace bedside::ui::test
