"""Rules that a new edition can begin with, in both languages.

The innovation contest follows the shape of Thái Nguyên province's rules of 2025: a council with four fifths of the result, for
novelty (20 of its 80 points), effect (30) and applicability (30), and a vote of the public with one fifth. As whole percents of
the council's part these are 25, 38 and 37. The sentences are ours.
"""

from dataclasses import dataclass
from typing import Final

from awards.editions.enums import Preset
from awards.editions.rules import Words
from awards.scoring.enums import ScoringMethod, VoteCurve

MOST_POINTS: Final = 10


@dataclass(frozen=True, slots=True)
class CriterionPreset:
    """A criterion with the words of its levels, best first."""

    key: str
    title: Words
    description: Words
    weight: int
    levels: tuple[tuple[int, Words], ...]


@dataclass(frozen=True, slots=True)
class DocumentPreset:
    """A document asked for."""

    key: str
    title: Words
    formats: str
    is_required: bool = True
    anonymise: bool = False


@dataclass(frozen=True, slots=True)
class RulesPreset:
    """What a new edition begins with; legal basis, budget and prizes are the secretariat's to write."""

    lead: Words
    eligibility: Words
    procedure: Words
    public_share: int
    method: ScoringMethod
    categories: tuple[tuple[str, Words], ...]
    criteria: tuple[CriterionPreset, ...]
    documents: tuple[DocumentPreset, ...]
    jurors: int = 3
    curve: VoteCurve = VoteCurve.LEADER

    @property
    def trim(self) -> int:
        """How many scores are left out on each side."""
        return 1 if self.method == ScoringMethod.TRIMMED_MEAN else 0


_COUNCIL = Words(
    "Mỗi hồ sơ do ít nhất ba thành viên hội đồng chấm độc lập; hội đồng xét, lấy ý kiến công khai rồi trình quyết định.",
    "At least three members of the council score each dossier on their own; the council deliberates, hears the public, then submits the decision.",
)

PRESETS: Final[dict[Preset, RulesPreset]] = {
    Preset.INNOVATION: RulesPreset(
        Words(
            "Tôn vinh giải pháp khoa học, công nghệ đã dùng thật và đo được hiệu quả.",
            "Honours solutions of science and technology that are in real use with measured effects.",
        ),
        Words(
            "Tổ chức, cá nhân có giải pháp đã áp dụng từ sáu tháng trở lên, không có tranh chấp về quyền sở hữu.",
            "Organisations and persons whose solution has been in use for six months or more, with no dispute over its ownership.",
        ),
        Words(
            "Hội đồng chấm 80% kết quả, bình chọn của công chúng 20%, tính theo tỷ lệ so với giải pháp nhiều phiếu nhất.",
            "The council's scores count 80 percent; the vote of the public counts 20, in proportion to the entry with the most votes.",
        ),
        20,
        ScoringMethod.MEAN,
        (
            ("san-xuat", Words("Sản xuất công nghiệp", "Industry")),
            ("nong-nghiep", Words("Nông nghiệp", "Agriculture")),
            ("doi-song", Words("Đời sống và môi trường", "Daily life and environment")),
        ),
        (
            CriterionPreset(
                "novelty",
                Words("Tính mới", "Novelty"),
                Words(
                    "So với giải pháp đang dùng trong nước và trong tỉnh",
                    "Against what is used in the country and province",
                ),
                25,
                (
                    (
                        10,
                        Words(
                            "Trong nước chưa có giải pháp tương tự; có văn bằng bảo hộ hoặc kết quả tra cứu làm chứng.",
                            "Nothing like it in the country; a title of protection or a documented search proves it.",
                        ),
                    ),
                    (
                        7,
                        Words(
                            "Cải tiến rõ rệt, lần đầu áp dụng trong tỉnh; nêu đúng điểm khác với giải pháp đã có.",
                            "A clear improvement, new in the province; what differs from known solutions is stated rightly.",
                        ),
                    ),
                    (
                        4,
                        Words(
                            "Áp dụng giải pháp đã có với một vài thay đổi của tác giả.",
                            "A known solution with a few changes of the author's own.",
                        ),
                    ),
                    (0, Words("Không chứng minh được điểm mới.", "Nothing new is proven.")),
                ),
            ),
            CriterionPreset(
                "effect",
                Words("Hiệu quả kinh tế, xã hội", "Economic and social effect"),
                Words("Số đo trước và sau khi áp dụng", "Measured before and after its use began"),
                38,
                (
                    (
                        10,
                        Words(
                            "Số đo từ 12 tháng cho thấy lợi ích lớn cả về kinh tế và xã hội hoặc môi trường; bên dùng xác nhận.",
                            "Twelve months of figures show large gains for the economy and for society or environment; users confirm them.",
                        ),
                    ),
                    (
                        7,
                        Words(
                            "Số đo từ 6 tháng cho thấy lợi ích rõ; bên dùng xác nhận.",
                            "Six months of figures show clear gains; users confirm them.",
                        ),
                    ),
                    (
                        4,
                        Words(
                            "Có lợi ích nhưng số đo ngắn hoặc chưa được xác nhận.",
                            "There are gains, but figures are short or not confirmed.",
                        ),
                    ),
                    (0, Words("Không có số đo.", "No figures.")),
                ),
            ),
            CriterionPreset(
                "applicability",
                Words("Khả năng áp dụng", "Applicability"),
                Words("Chi phí và điều kiện để nơi khác làm theo", "Cost and conditions for others to follow"),
                37,
                (
                    (
                        10,
                        Words(
                            "Nhiều nơi đang dùng ổn định; chi phí, điều kiện và hướng dẫn được công khai.",
                            "Several users run it steadily; cost, conditions and instructions are public.",
                        ),
                    ),
                    (
                        7,
                        Words(
                            "Một nơi dùng ổn định; nơi khác có thể làm theo với chi phí hợp lý.",
                            "One user runs it steadily; others can follow at a fair cost.",
                        ),
                    ),
                    (
                        4,
                        Words(
                            "Đã thử nghiệm; còn vướng về chi phí hoặc điều kiện.",
                            "Tried out; cost or conditions still stand in the way.",
                        ),
                    ),
                    (0, Words("Mới là ý tưởng.", "An idea only.")),
                ),
            ),
        ),
        (
            DocumentPreset(
                "description", Words("Bản mô tả giải pháp", "Description of the solution"), "pdf, docx", anonymise=True
            ),
            DocumentPreset(
                "effects",
                Words("Số liệu và xác nhận của bên dùng", "Figures and confirmation of users"),
                "pdf, xlsx, jpg",
                anonymise=True,
            ),
            DocumentPreset(
                "protection",
                Words(
                    "Văn bằng bảo hộ, kết quả tra cứu (nếu có)", "Titles of protection, searches (where there are any)"
                ),
                "pdf, jpg",
                is_required=False,
            ),
        ),
    ),
    Preset.RECOGNITION: RulesPreset(
        Words(
            "Ghi nhận tổ chức, cá nhân có đóng góp nổi bật cho thị trường khoa học và công nghệ.",
            "Recognises organisations and persons with outstanding service to the science-and-technology market.",
        ),
        Words(
            "Tổ chức trung gian, doanh nghiệp, viện, trường, cơ quan báo chí và cá nhân hoạt động trên địa bàn tỉnh.",
            "Intermediaries, enterprises, institutes, universities, newsrooms and persons active in the province.",
        ),
        _COUNCIL,
        0,
        ScoringMethod.MEAN,
        (("to-chuc", Words("Tổ chức", "Organisations")), ("ca-nhan", Words("Cá nhân", "Persons"))),
        (
            CriterionPreset(
                "results",
                Words("Kết quả kết nối", "Results"),
                Words(
                    "Giao dịch, thỏa thuận, chuyển giao đã đạt được", "Deals, agreements and transfers brought about"
                ),
                50,
                (
                    (
                        10,
                        Words(
                            "Nhiều giao dịch đã hoàn thành, có giá trị lớn và được các bên xác nhận.",
                            "Many completed deals of great value, confirmed by their parties.",
                        ),
                    ),
                    (7, Words("Một số giao dịch đã hoàn thành.", "Some completed deals.")),
                    (4, Words("Có thỏa thuận nhưng chưa hoàn thành.", "Agreements that are not completed yet.")),
                    (0, Words("Chưa có kết quả.", "No results yet.")),
                ),
            ),
            CriterionPreset(
                "spread",
                Words("Sức lan tỏa", "Spread"),
                Words("Mô hình được nơi khác làm theo", "Taken up elsewhere"),
                30,
                (
                    (10, Words("Nhiều địa phương hoặc ngành làm theo.", "Several places or trades follow it.")),
                    (7, Words("Một nơi khác làm theo.", "One other place follows it.")),
                    (4, Words("Được biết đến, chưa có nơi làm theo.", "Known, but not followed yet.")),
                    (0, Words("Chưa lan tỏa.", "No spread.")),
                ),
            ),
            CriterionPreset(
                "steadiness",
                Words("Sự bền bỉ", "Steadiness"),
                Words("Thời gian và nguồn lực đã dành", "Time and means given"),
                20,
                (
                    (10, Words("Liên tục từ năm năm trở lên.", "Five years or more without a break.")),
                    (7, Words("Từ ba năm trở lên.", "Three years or more.")),
                    (4, Words("Từ một năm trở lên.", "One year or more.")),
                    (0, Words("Dưới một năm.", "Less than a year.")),
                ),
            ),
        ),
        (
            DocumentPreset("report", Words("Báo cáo thành tích", "Report of merits"), "pdf, docx"),
            DocumentPreset(
                "confirmation",
                Words("Xác nhận của cơ quan, đối tác", "Confirmation of an authority or partner"),
                "pdf, jpg",
            ),
        ),
    ),
    Preset.PRESS: RulesPreset(
        Words(
            "Trao cho tác phẩm báo chí giúp công chúng hiểu và dùng kết quả khoa học, công nghệ.",
            "For works of the press that help the public understand and use results of science and technology.",
        ),
        Words(
            "Tác phẩm đã đăng, phát trong thời gian của mùa giải, của tác giả hoặc nhóm tác giả.",
            "Works published or broadcast in the season's time, by one author or a team.",
        ),
        _COUNCIL,
        0,
        ScoringMethod.TRIMMED_MEAN,
        (
            ("bao-in-dien-tu", Words("Báo in, báo điện tử", "Print and online")),
            ("phat-thanh", Words("Phát thanh", "Radio")),
            ("truyen-hinh", Words("Truyền hình", "Television")),
        ),
        (
            CriterionPreset(
                "accuracy",
                Words("Tính chính xác", "Accuracy"),
                Words("Nguồn, số liệu và cách giải thích", "Sources, figures and explanation"),
                35,
                (
                    (
                        10,
                        Words(
                            "Mọi số liệu có nguồn, kiểm chứng nhiều phía; khái niệm được giải thích đúng và dễ hiểu.",
                            "Every figure has a source, checked on several sides; notions are explained rightly and plainly.",
                        ),
                    ),
                    (
                        7,
                        Words(
                            "Nguồn đầy đủ, còn vài chỗ giải thích chưa rõ.",
                            "Sources are complete; some explanations are unclear.",
                        ),
                    ),
                    (4, Words("Thiếu nguồn ở một số điểm.", "Sources are missing in places.")),
                    (0, Words("Sai về nội dung chính.", "Wrong in the main point.")),
                ),
            ),
            CriterionPreset(
                "relevance",
                Words("Ý nghĩa với thị trường khoa học và công nghệ", "Meaning for the science-and-technology market"),
                Words("Vấn đề, phát hiện, tác động", "Question, finding, effect"),
                35,
                (
                    (
                        10,
                        Words(
                            "Phát hiện vấn đề mới, đã dẫn đến thay đổi hoặc kết nối cụ thể.",
                            "Finds something new that has led to a change or a connection.",
                        ),
                    ),
                    (7, Words("Vấn đề thiết thực, có giải pháp.", "A question that matters, with a solution.")),
                    (4, Words("Phản ánh đúng nhưng ít chiều sâu.", "Right, with little depth.")),
                    (0, Words("Không liên quan đến thị trường khoa học và công nghệ.", "Not about this market.")),
                ),
            ),
            CriterionPreset(
                "craft",
                Words("Cách thể hiện", "Craft"),
                Words("Ngôn ngữ, hình ảnh, âm thanh, cấu trúc", "Language, pictures, sound, structure"),
                30,
                (
                    (
                        10,
                        Words(
                            "Sáng tạo, lôi cuốn, phù hợp với công chúng.",
                            "Inventive, gripping, right for its audience.",
                        ),
                    ),
                    (7, Words("Chắc chắn, mạch lạc.", "Solid and clear.")),
                    (4, Words("Đạt yêu cầu nhưng khó theo dõi.", "Fair, but hard to follow.")),
                    (0, Words("Không đạt yêu cầu nghề nghiệp.", "Below the standards of the craft.")),
                ),
            ),
        ),
        (
            DocumentPreset("work", Words("Tác phẩm", "The work"), "pdf, mp4", anonymise=True),
            DocumentPreset(
                "publication", Words("Xác nhận đã đăng, phát", "Proof of publication or broadcast"), "pdf, jpg"
            ),
        ),
        # One is left out on each side, and three stay.
        jurors=5,
    ),
}
